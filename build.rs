//! Blueprints are part of the program: a new one has to rebuild it.

#[expect(clippy::print_stdout, reason = "this is how a build script talks to cargo")]
fn main() {
    println!("cargo::rerun-if-changed=blueprints");
}
