//! Gates 11 and 12: the image that the Dockerfile builds, run as a server runs it.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    io::Write as _,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use crate::{
    clone::Clone as FreshClone,
    component::{DOCKER, component},
    database::Database,
    made::Made,
    production::Production,
    run::{fail, free_port, succeed},
    services::docker,
};

/// Megabytes of an image without modules.
const LIMIT: f64 = 270.0;

pub(crate) mod in_containers {
    use super::*;

    pub(crate) fn compose_files_are_valid(made: &Made) {
        let Some(_) = component(DOCKER) else { return };
        let gate = made.gate(11, "valid compose files");
        let variables = Production::at(made, "postgres://user:password@db/name").variables;
        let files = ["compose.yaml", "compose.prod.yaml", ".devcontainer/compose.yaml"];
        let files: Vec<_> = files.iter().filter(|file| made.directory.join(file).is_file()).collect();
        // On a server the variables stand in .env, which would change the settings of the other tests here.
        let server = FreshClone::of(made);
        let dotenv: String = variables.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
        std::fs::write(server.path().join(".env"), dotenv).unwrap();
        for file in &files {
            let mut compose = docker(server.path());
            succeed(compose.args(["compose", "--file", file, "config", "--quiet"]));
        }
        assert!(!files.is_empty(), "there is no compose file");
        gate.passes(files.len());
    }

    /// One build serves all that is asked of the image.
    pub(crate) fn the_image_is_small_safe_and_healthy(made: &Made) {
        let Some(_) = component(DOCKER) else { return };
        let Some(database) = Database::create(made) else { return };
        let source = FreshClone::of(made);
        let image = Image::build(made, &source);
        made.gate(12, "size of the image, MB").at_most(image.megabytes(), LIMIT, "");
        image.belongs_to_a_numeric_user();
        let production = Production::of(made, &database);
        image.history_holds_no_secret(&production.variables);
        image.gets_healthy_read_only(&production);
        image.keeps_dependencies_when_code_changes(&source);
    }
}

/// A built image. It goes with the value; the layers stay in the engine's cache.
struct Image<'a> {
    made: &'a Made,
    tag: String,
}

impl<'a> Image<'a> {
    fn build(made: &'a Made, source: &FreshClone) -> Self {
        let image = Self { made, tag: format!("quickscale-test-{}-{}", made.example, std::process::id()) };
        let gate = made.gate(12, "image builds");
        image.build_again(source);
        gate.passes(1);
        image
    }

    fn build_again(&self, source: &FreshClone) {
        let mut build = docker(&self.made.directory);
        succeed(build.args(["build", "--quiet", "--tag", &self.tag]).arg(source.path()));
    }

    fn inspect(&self, format: &str) -> String {
        let mut inspect = docker(&self.made.directory);
        succeed(inspect.args(["image", "inspect", "--format", format, &self.tag])).trim().to_owned()
    }

    fn megabytes(&self) -> f64 {
        self.inspect("{{.Size}}").parse::<f64>().unwrap() / 1e6
    }

    fn belongs_to_a_numeric_user(&self) {
        let gate = self.made.gate(12, "numeric user of the image");
        let user = self.inspect("{{.Config.User}}");
        let numeric = user.split(':').all(|part| part.parse::<u32>().is_ok_and(|id| id > 0));
        assert!(numeric, "the image runs as {user:?}: Kubernetes cannot tell that it is not root");
        gate.passes(user);
    }

    fn history_holds_no_secret(&self, variables: &BTreeMap<String, String>) {
        let gate = self.made.gate(12, "secrets in the image's history");
        let mut history = docker(&self.made.directory);
        let history =
            succeed(history.args(["history", "--no-trunc", "--format", "{{.CreatedBy}}", &self.tag]));
        let config = self.inspect("{{json .Config.Env}}");
        let named = ["SECRET_KEY=", "DATABASE_URL=", "EMAIL_URL=", "PASSWORD="];
        let values = variables.values().filter(|value| value.len() > 12).map(String::as_str);
        let found =
            named.into_iter().chain(values).filter(|text| history.contains(text) || config.contains(text));
        gate.finds_nothing(&found.map(str::to_owned).collect::<Vec<_>>());
    }

    /// Under production settings with the redirect on, without a writable file of its own.
    fn gets_healthy_read_only(&self, production: &Production<'_>) {
        let gate = self.made.gate(12, "seconds until healthy, read-only");
        succeed(self.container(production, &["--rm"]).args([&*self.tag, "python", "manage.py", "migrate"]));
        let mut refused = docker(&self.made.directory);
        let refused =
            fail(refused.args(["run", "--rm", "--read-only", &self.tag, "python", "manage.py", "check"]));
        assert!(refused.contains("SECRET_KEY is missing"), "{refused}");

        let started = Instant::now();
        let mut run = self.container(production, &["--detach", "--health-interval=1s"]);
        let container = Container { image: self, id: succeed(run.arg(&self.tag)).trim().to_owned() };
        let deadline = started + Duration::from_secs(60);
        while container.health() != "healthy" {
            assert!(Instant::now() < deadline, "{}: {}", container.health(), container.logs());
            thread::sleep(Duration::from_millis(200));
        }
        gate.at_most(started.elapsed().as_secs_f64(), 60.0, &container.logs());
        let home = "import http.client as h\nc = h.HTTPConnection('127.0.0.1', __import__('os').environ['PORT'])\n\
                    c.request('GET', '/', headers={'Host': 'localhost'})\nprint(c.getresponse().status)";
        let status =
            succeed(docker(&self.made.directory).args(["exec", &container.id, "python", "-c", home]));
        assert_eq!(status.trim(), "301", "the redirect to HTTPS is off");
    }

    /// `docker run` under the variables of the service, on this machine's network, where the database is.
    fn container(&self, production: &Production<'_>, options: &[&str]) -> Command {
        let mut run = docker(&self.made.directory);
        run.args(["run", "--network=host", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL"]).args(options);
        for name in production.variables.keys() {
            run.args(["--env", name]);
        }
        let port = free_port();
        run.envs(&production.variables).arg("--env").arg(format!("PORT={port}"));
        run
    }

    fn keeps_dependencies_when_code_changes(&self, source: &FreshClone) {
        let gate = self.made.gate(12, "layers a code change rebuilds");
        let layers = || self.inspect("{{range .RootFS.Layers}}{{.}} {{end}}");
        let before = layers();
        let mut code = OpenOptions::new().append(true).open(source.path().join("config/urls.py")).unwrap();
        code.write_all(b"# A change of code.\n").unwrap();
        self.build_again(source);
        let after = layers();
        let changed = before.split(' ').zip(after.split(' ')).filter(|(a, b)| a != b).count();
        assert_eq!(before.split(' ').count(), after.split(' ').count());
        let sizes = succeed(docker(&self.made.directory).args([
            "history",
            "--format",
            "{{.Size}} {{.CreatedBy}}",
            &self.tag,
        ]));
        assert!(changed > 0, "the change is not in the image:\n{sizes}");
        // The code, and what is made from it.
        gate.at_most(changed as f64, 2.0, &sizes);
    }
}

impl Drop for Image<'_> {
    fn drop(&mut self) {
        let removed =
            docker(&self.made.directory).args(["image", "rm", "--force", &self.tag]).output().unwrap();
        assert!(thread::panicking() || removed.status.success(), "{} is left behind", self.tag);
    }
}

/// A running container. It ends with the value.
struct Container<'a> {
    image: &'a Image<'a>,
    id: String,
}

impl Container<'_> {
    fn health(&self) -> String {
        let state = "{{.State.Health.Status}}";
        succeed(docker(&self.image.made.directory).args(["inspect", "--format", state, &self.id]))
            .trim()
            .to_owned()
    }

    fn logs(&self) -> String {
        let output = docker(&self.image.made.directory).args(["logs", &self.id]).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
    }
}

impl Drop for Container<'_> {
    fn drop(&mut self) {
        docker(&self.image.made.directory).args(["rm", "--force", &self.id]).output().unwrap();
    }
}
