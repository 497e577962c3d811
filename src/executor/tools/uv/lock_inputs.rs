//! What a `uv.lock` is made from, read from `pyproject.toml` and from the lock file itself.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Document, Item, TableLike};

use super::requirement::{Requirement, normal_name, specifiers};

/// Everything in `pyproject.toml` that decides what `uv lock` writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LockInputs {
    name: String,
    /// None when it is not written down as plain numbers.
    version: Option<String>,
    /// None in a workspace, where the members decide together.
    requires_python: Option<BTreeSet<String>>,
    /// None when they are computed at build time.
    dependencies: Option<BTreeSet<Requirement>>,
    groups: BTreeMap<String, BTreeSet<Requirement>>,
    constraints: BTreeSet<Requirement>,
    overrides: BTreeSet<Requirement>,
    /// Where packages come from; the lock file says nothing that could be compared with it.
    pub(super) indexes: String,
}

/// The keys of `[tool.uv]` that say where packages come from.
const INDEX_KEYS: [&str; 8] = [
    "index",
    "index-url",
    "extra-index-url",
    "find-links",
    "index-strategy",
    "no-index",
    "sources",
    "exclude-newer",
];

impl LockInputs {
    /// Reads `pyproject.toml`: none when it is damaged, and none inside when it is not a project
    /// of uv's.
    pub(super) fn of_pyproject(bytes: &[u8]) -> Option<Option<Self>> {
        let document = Document::parse(std::str::from_utf8(bytes).ok()?).ok()?;
        let Some(project) = document.get("project").and_then(Item::as_table_like) else { return Some(None) };
        let uv = document.get("tool").and_then(|tool| tool.get("uv")).and_then(Item::as_table_like);
        let settings = |key: &str| uv.and_then(|uv| uv.get(key));
        let sources: BTreeSet<String> = settings("sources")
            .and_then(Item::as_table_like)
            .map(|sources| sources.iter().map(|(name, _)| normal_name(name)).collect())
            .unwrap_or_default();
        let reader = Reader { sources };
        let is_dynamic = |key| strings(project.get("dynamic")).any(|dynamic| dynamic == key);
        let version = project.get("version").and_then(Item::as_str).filter(|version| is_plain(version));
        let requires_python = project.get("requires-python").and_then(Item::as_str).map(specifiers);
        let indexes = INDEX_KEYS.iter().filter_map(|key| Some(format!("{key} = {}\n", settings(key)?)));
        Some(Some(Self {
            name: normal_name(project.get("name").and_then(Item::as_str).unwrap_or_default()),
            version: version.map(str::to_owned),
            requires_python: requires_python.filter(|_| settings("workspace").is_none()),
            dependencies: (!is_dynamic("dependencies")).then(|| reader.dependencies(project)),
            groups: reader.groups(document.get("dependency-groups"), settings("dev-dependencies")),
            constraints: reader.list(settings("constraint-dependencies"), None),
            overrides: reader.list(settings("override-dependencies"), None),
            indexes: indexes.collect(),
        }))
    }

    /// Reads `uv.lock`, only the head and the section of the project itself: the rest is large.
    pub(super) fn of_lock(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut sections = text.split("\n[[package]]\n");
        let head = Document::parse(sections.next()?).ok()?;
        let is_root = |section: &&str| {
            let source = section.lines().find_map(|line| line.strip_prefix("source = "));
            source.is_some_and(|source| ["{ virtual = \".\" }", "{ editable = \".\" }"].contains(&source))
        };
        let own = Document::parse(sections.find(is_root)?).ok()?;
        let metadata = own.get("package").and_then(|package| package.get("metadata"));
        let entries = |item: Option<&Item>| {
            tables(item).iter().filter_map(|entry| Requirement::of_lock(*entry)).collect()
        };
        let manifest = |key: &str| head.get("manifest").and_then(|manifest| manifest.get(key));
        let dev = metadata.and_then(|metadata| metadata.get("requires-dev")).and_then(Item::as_table_like);
        let groups = dev.into_iter().flat_map(TableLike::iter);
        let groups = groups.map(|(name, group)| (normal_name(name), entries(Some(group))));
        Some(Self {
            name: normal_name(own.get("name")?.as_str()?),
            version: own.get("version").and_then(Item::as_str).map(str::to_owned),
            requires_python: head.get("requires-python").and_then(Item::as_str).map(specifiers),
            dependencies: Some(entries(metadata.and_then(|metadata| metadata.get("requires-dist")))),
            groups: groups.filter(|(_, group): &(_, BTreeSet<_>)| !group.is_empty()).collect(),
            constraints: entries(manifest("constraints")),
            overrides: entries(manifest("overrides")),
            indexes: String::new(),
        })
    }

    /// What differs between these inputs and those that `locked` was made from, in a person's
    /// words; none when the lock file fits.
    pub(super) fn difference(&self, locked: &Self) -> Option<&'static str> {
        let differs = |own: &BTreeSet<Requirement>, locked: &BTreeSet<Requirement>| {
            own.len() != locked.len() || !own.iter().zip(locked).all(|(own, locked)| own.fits(locked))
        };
        let names = |groups: &BTreeMap<String, _>| groups.keys().cloned().collect::<Vec<_>>();
        let checks = [
            (self.name != locked.name, "the project has another name"),
            (self.version.is_some() && self.version != locked.version, "the project has another version"),
            (
                self.requires_python.is_some() && self.requires_python != locked.requires_python,
                "another Python is required",
            ),
            (
                self.dependencies.as_ref().is_some_and(|own| {
                    locked.dependencies.as_ref().is_some_and(|locked| differs(own, locked))
                }),
                "the dependencies differ",
            ),
            (
                names(&self.groups) != names(&locked.groups)
                    || self
                        .groups
                        .values()
                        .zip(locked.groups.values())
                        .any(|(own, locked)| differs(own, locked)),
                "the dependency groups differ",
            ),
            (differs(&self.constraints, &locked.constraints), "the constraints differ"),
            (differs(&self.overrides, &locked.overrides), "the overrides differ"),
        ];
        checks.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what)
    }
}

/// Reads dependencies of `pyproject.toml`.
struct Reader {
    /// Packages that come from elsewhere than an index.
    sources: BTreeSet<String>,
}

impl Reader {
    fn dependencies(&self, project: &dyn TableLike) -> BTreeSet<Requirement> {
        let mut all = self.list(project.get("dependencies"), None);
        let extras = project.get("optional-dependencies").and_then(Item::as_table_like);
        for (extra, list) in extras.into_iter().flat_map(TableLike::iter) {
            all.extend(self.list(Some(list), Some(extra)));
        }
        all
    }

    fn list(&self, list: Option<&Item>, scope: Option<&str>) -> BTreeSet<Requirement> {
        strings(list).filter_map(|text| self.requirement(text, scope)).collect()
    }

    fn requirement(&self, text: &str, scope: Option<&str>) -> Option<Requirement> {
        let requirement = Requirement::parse(text, scope)?;
        let elsewhere = self.sources.contains(requirement.name());
        Some(requirement.sourced(elsewhere))
    }

    fn groups(&self, groups: Option<&Item>, dev: Option<&Item>) -> BTreeMap<String, BTreeSet<Requirement>> {
        let table = groups.and_then(Item::as_table_like);
        let lists: BTreeMap<String, &Item> = table
            .into_iter()
            .flat_map(TableLike::iter)
            .map(|(name, list)| (normal_name(name), list))
            .collect();
        let mut all: BTreeMap<String, BTreeSet<Requirement>> =
            lists.keys().map(|name| (name.clone(), self.group(name, &lists, &mut BTreeSet::new()))).collect();
        all.entry("dev".to_owned()).or_default().extend(self.list(dev, None));
        all.retain(|_, group| !group.is_empty());
        all
    }

    /// A group with those that it includes.
    fn group(
        &self,
        name: &str,
        lists: &BTreeMap<String, &Item>,
        seen: &mut BTreeSet<String>,
    ) -> BTreeSet<Requirement> {
        let mut all = BTreeSet::new();
        if !seen.insert(name.to_owned()) {
            return all;
        }
        let Some(list) = lists.get(name) else { return all };
        all.extend(self.list(Some(list), None));
        for included in tables(Some(list)) {
            if let Some(other) = included.get("include-group").and_then(Item::as_str) {
                all.extend(self.group(&normal_name(other), lists, seen));
            }
        }
        all
    }
}

fn strings(list: Option<&Item>) -> impl Iterator<Item = &str> {
    list.and_then(Item::as_array).into_iter().flatten().filter_map(|value| value.as_str())
}

fn tables(list: Option<&Item>) -> Vec<&dyn TableLike> {
    let inline = list.and_then(Item::as_array).into_iter().flatten();
    inline.filter_map(|value| Some(value.as_inline_table()? as &dyn TableLike)).collect()
}

/// Whether uv writes a version as it is.
fn is_plain(version: &str) -> bool {
    version.chars().all(|c| c.is_ascii_digit() || c == '.')
}
