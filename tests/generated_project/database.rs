//! A database of a test's own.

use std::{
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{
    component::{DATABASE, component},
    made::Made,
    run::succeed,
};

/// An empty database on the PostgreSQL server. It is dropped with the value.
pub(crate) struct Database<'a> {
    made: &'a Made,
    server: String,
    name: String,
}

impl<'a> Database<'a> {
    /// A new database, reached with the driver of the project; `None` without a server.
    #[track_caller]
    pub(crate) fn create(made: &'a Made) -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = component(DATABASE)?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let database = Self { made, server, name: format!("quickscale_{}_{number}", std::process::id()) };
        succeed(&mut database.sql("CREATE DATABASE {}"));
        Some(database)
    }

    pub(crate) fn url(&self) -> String {
        let (server, options) =
            self.server.split_once('?').map_or((&*self.server, None), |(a, b)| (a, Some(b)));
        let (server, _) = server.rsplit_once('/').expect("the URL of a server ends with a database");
        let options = options.map(|options| format!("?{options}")).unwrap_or_default();
        format!("{server}/{}{options}", self.name)
    }

    /// Executes a statement about the database `{}` on the server.
    fn sql(&self, statement: &str) -> Command {
        const EXECUTE: &str = "import os, psycopg, sys\n\
                               psycopg.connect(os.environ['URL'], autocommit=True).execute(sys.argv[1])";
        let mut python = self.made.tool("python");
        python.args(["-c", EXECUTE, &statement.replace("{}", &self.name)]).env("URL", &self.server);
        python
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        let dropped = self.sql("DROP DATABASE IF EXISTS {} WITH (FORCE)").status();
        assert!(std::thread::panicking() || dropped.unwrap().success(), "{} is left behind", self.name);
    }
}
