//! `quickscale ps`.

use clap::Args;

use crate::{
    cli::{Context, Exit, Failure, session::Session, site::Site},
    executor::Running,
    plan::render::visible,
};

/// List the services of this checkout, and how they are.
#[derive(Debug, Args)]
pub(in crate::cli) struct Ps {
    /// Print them as JSON.
    #[arg(long)]
    json: bool,
}

impl Ps {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let session = Session::open(context)?;
        let running = match session.site()? {
            Site::Containers(docker) => docker.running()?,
            Site::Here(_) => Vec::new(),
        };
        if self.json {
            context.ui.value(&running);
        } else if running.is_empty() {
            context.ui.say("Nothing runs; `quickscale up` starts it.");
        } else {
            context.ui.out(&table(&running));
        }
        Ok(Exit::Success)
    }
}

fn table(running: &[Running]) -> String {
    let head = ["SERVICE", "STATUS", "PORTS", "IMAGE"].map(str::to_owned);
    let row = |it: &Running| {
        let ports: Vec<String> = it.ports.iter().map(ToString::to_string).collect();
        [it.service.clone(), it.status.clone(), ports.join(" "), it.image.clone()]
    };
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(running.iter().map(row)).collect();
    let width = |column: usize| {
        rows.iter().map(|row| visible(&row[column]).chars().count()).max().unwrap_or_default()
    };
    let widths = [width(0), width(1), width(2)];
    let line = |row: &[String; 4]| {
        let [service, status, ports, image] = row.each_ref().map(|cell| visible(cell));
        let [first, second, third] = widths;
        format!("{service:first$}  {status:second$}  {ports:third$}  {image}\n")
    };
    rows.iter().map(line).collect()
}
