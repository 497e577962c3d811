//! Running programs in turns, and the table of what it took.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4 as _;

/// So many runs of each program, while they fit into [`AT_MOST`].
const RUNS: usize = 21;

/// A program that took longer than this in all is not run again.
const AT_MOST: Duration = Duration::from_secs(4);

const NAME: usize = 44;

pub(crate) fn print_header() {
    println!("{:<NAME$} {:>10} {:>10} {:>5} {:>7} {:>8}", "", "median", "fastest", "runs", "MiB", "ratio");
}

/// Programs that do the same; the first is what the others are compared with.
pub(crate) struct Group<'a> {
    title: String,
    programs: Vec<Program<'a>>,
}

struct Program<'a> {
    name: &'static str,
    prepare: Box<dyn Fn() + 'a>,
    command: Box<dyn Fn() -> Command + 'a>,
    times: Vec<Duration>,
    /// Bytes.
    peak: u64,
}

impl<'a> Group<'a> {
    pub(crate) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), programs: Vec::new() }
    }

    /// Adds a program that is run after `prepare`, which is not measured.
    pub(crate) fn program(
        mut self,
        name: &'static str,
        prepare: impl Fn() + 'a,
        command: impl Fn() -> Command + 'a,
    ) -> Self {
        let (prepare, command) = (Box::new(prepare), Box::new(command));
        self.programs.push(Program { name, prepare, command, times: Vec::new(), peak: 0 });
        self
    }

    /// Runs the programs in turns, so that all suffer alike from what else the machine does.
    pub(crate) fn run(mut self) {
        for _ in 0..RUNS {
            for program in &mut self.programs {
                if program.times.iter().sum::<Duration>() < AT_MOST {
                    program.run();
                }
            }
        }
        println!("{}", self.title);
        let first = self.programs.first_mut().map(Program::median);
        for (index, program) in self.programs.iter_mut().enumerate() {
            program.print(first.filter(|_| index > 0));
        }
    }
}

impl Program<'_> {
    fn run(&mut self) {
        (self.prepare)();
        let mut command = (self.command)();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let usage = command.spawn().and_then(|child| child.wait4()).expect(self.name);
        self.times.push(start.elapsed());
        // `plan` ends with 2 when there is something to do.
        assert!(matches!(usage.status.code(), Some(0 | 2)), "{} failed: {command:?}", self.name);
        self.peak = self.peak.max(usage.rusage.maxrss);
    }

    fn median(&mut self) -> Duration {
        self.times.sort_unstable();
        self.times[self.times.len() / 2]
    }

    fn print(&mut self, compared: Option<Duration>) {
        let median = self.median();
        let ratio = compared
            .map_or_else(String::new, |first| format!("{:.2}x", median.as_secs_f64() / first.as_secs_f64()));
        let ms = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1e3);
        let mib = self.peak as f64 / f64::from(1024 * 1024);
        let (name, fastest, runs) = (self.name, ms(self.times[0]), self.times.len());
        println!("  {name:<42} {:>10} {fastest:>10} {runs:>5} {mib:>7.1} {ratio:>8}", ms(median));
    }
}
