//! From an app of a project to the skeleton of a module.

use std::collections::BTreeMap;

use crate::blueprint::python::{Renamed, app_label, rename};

/// The files of a module's blueprint by their path below its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The module's name.
    pub name: String,
    /// Its files.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Lines of the app, by file, that still name it as it was.
    pub left: Vec<(String, usize)>,
    /// Lines of the app, by file, that import what is beside it in the project.
    pub bound: Vec<(String, usize)>,
}

/// Files of an app whose names have to be written into `module.kdl`, and how.
const NAMED: [(&str, &str); 3] = [
    ("context_processors.py", "context-processor \"…\": name the functions"),
    ("middleware.py", "middleware \"…\" at=\"after-auth\": name the classes"),
    ("tasks.py", "task \"…\" help=\"…\": name the functions"),
];

/// Makes a module out of the app whose package is `dotted`, for example `acme.notes`, from its files by
/// their path below the app. Imports of the app become imports of the module.
pub fn extract_module(dotted: &str, app: &BTreeMap<String, Vec<u8>>) -> Extracted {
    let package = dotted.rsplit('.').next().unwrap_or(dotted).to_owned();
    let module = format!("modules.{package}");
    let (mut files, mut left, mut bound) = (BTreeMap::new(), Vec::new(), Vec::new());
    for (path, bytes) in app {
        let code = path.ends_with(".py").then(|| str::from_utf8(bytes).ok()).flatten();
        let moved = code.map(|text| rename(text, dotted, &module));
        left.extend(moved.iter().flat_map(|moved| &moved.left).map(|line| (path.clone(), *line)));
        let lines = moved.iter().flat_map(|moved| imports_beside(moved, dotted));
        bound.extend(lines.map(|line| (path.clone(), line)));
        let bytes = moved.map_or_else(|| bytes.clone(), |moved| moved.text.into_bytes());
        files.insert(format!("files/modules/{package}/{path}"), bytes);
    }
    let name = package.replace('_', "-");
    let mut migrations = app.keys().filter_map(|path| path.strip_prefix("migrations/")?.strip_suffix(".py"));
    if let Some(last) = migrations.rfind(|name| name.starts_with(|c: char| c.is_ascii_digit())) {
        let path = format!("files/modules/{package}/migrations/max_migration.txt");
        files.entry(path).or_insert_with(|| format!("{last}\n").into_bytes());
    }
    let readme = format!("files/modules/{package}/README.md");
    files.entry(readme).or_insert_with(|| format!("# {}\n", title(&package)).into_bytes());
    files.insert("module.kdl".to_owned(), declaration(&name, &package, app).into_bytes());
    Extracted { name, files, left, bound }
}

/// The lines that import from the package of the project in which the app is, but for those that name the app.
fn imports_beside(moved: &Renamed, dotted: &str) -> Vec<usize> {
    let project = dotted.split('.').next().unwrap_or(dotted);
    let imports = |line: &str| {
        let imported = ["from ", "import "].iter().find_map(|word| line.trim_start().strip_prefix(word));
        let rest = imported.and_then(|name| name.strip_prefix(project));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
    };
    let lines = moved.text.lines().zip(1..).filter(|(line, _)| imports(line)).map(|(_, number)| number);
    lines.filter(|number| !moved.left.contains(number)).collect()
}

/// What the files of the app say about it, as a `module.kdl` to go on from.
fn declaration(name: &str, package: &str, app: &BTreeMap<String, Vec<u8>>) -> String {
    let mut text = format!(
        "module \"{name}\" version=\"0.1.0\" summary=\"{}\"\n\ncore \">=1.0.0, <2.0.0\"\n",
        title(package)
    );
    let label = label(app);
    if let Some(label) = &label {
        text.extend(["label \"", label, "\"\n"]);
    }
    if app.contains_key("urls.py") {
        let urls = format!("\nurls \"modules.{package}.urls\" prefix=\"{name}/\"\n");
        text.push_str(&urls);
    }
    for (file, hint) in NAMED.iter().filter(|(file, _)| app.contains_key(*file)) {
        text.extend(["\n// ", hint, " of ", file, "\n"]);
    }
    let tables = tables(label.as_deref().unwrap_or(package), app);
    if !tables.is_empty() {
        let quoted: Vec<String> = tables.iter().map(|table| format!("\"{table}\"")).collect();
        text.push_str("\ntable ");
        text.push_str(&quoted.join(" "));
        text.push('\n');
    }
    text
}

/// The package in words.
fn title(package: &str) -> String {
    let words = package.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The label that the app gives itself.
fn label(app: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    app_label(str::from_utf8(app.get("apps.py")?).ok()?).map(str::to_owned)
}

/// The tables that the migrations of the app make, as Django names them.
fn tables(label: &str, app: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let migrations = app.iter().filter(|(path, _)| path.starts_with("migrations/"));
    let mut tables = Vec::new();
    for text in migrations.filter_map(|(_, bytes)| str::from_utf8(bytes).ok()) {
        for made in text.split("CreateModel(").skip(1) {
            let quoted = |before: &str| {
                let (_, rest) = made.split_once(before)?;
                rest.split(['"', '\'']).find(|part| !part.trim_matches([':', ' ']).is_empty())
            };
            let model = quoted("name=").map(|model| format!("{label}_{}", model.to_lowercase()));
            tables.extend(quoted("db_table").map(str::to_owned).or(model));
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn an_app_becomes_a_module() {
        let app = [
            ("apps.py", "name = \"acme.team_notes\"\n    label = \"memos\"\n"),
            ("models.py", "from acme import accounts\nfrom acme.team_notes import x\nimport acme.http\n"),
            ("tasks.py", "from acme import http, team_notes\nimport acmeology\n"),
            ("urls.py", "from acme.team_notes import views\n"),
            ("migrations/__init__.py", ""),
            (
                "migrations/0001_initial.py",
                "migrations.CreateModel(\n  name=\"Note\",\n)\nmigrations.CreateModel(\n  name='Tag',\n  \
                 options={'db_table': 'tags'},\n)",
            ),
            ("static/x.png", "acme.team_notes"),
        ];
        let app = app.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
        let extracted = extract_module("acme.team_notes", &app);
        let text = |path: &str| str::from_utf8(&extracted.files[path]).unwrap();
        assert_eq!(extracted.name, "team-notes");
        assert_eq!(
            text("files/modules/team_notes/apps.py"),
            "name = \"modules.team_notes\"\n    label = \"memos\"\n"
        );
        assert_eq!(text("files/modules/team_notes/static/x.png"), "acme.team_notes");
        assert_eq!(text("files/modules/team_notes/README.md"), "# Team notes\n");
        assert_eq!(text("files/modules/team_notes/migrations/max_migration.txt"), "0001_initial\n");
        assert_eq!(
            text("module.kdl"),
            "module \"team-notes\" version=\"0.1.0\" summary=\"Team notes\"\n\ncore \">=1.0.0, <2.0.0\"\n\
             label \"memos\"\n\nurls \"modules.team_notes.urls\" prefix=\"team-notes/\"\n\n// task \"…\" help=\"…\": name \
             the functions of tasks.py\n\ntable \"memos_note\" \"tags\"\n"
        );
        assert_eq!(extracted.bound, [("models.py".to_owned(), 1), ("models.py".to_owned(), 3)]);
        assert_eq!(extracted.left, [("tasks.py".to_owned(), 1)]);
    }
}
