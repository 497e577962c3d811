//! The environment that programs inherit.

/// A variable; an empty one is as good as none.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and in `cli` only")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether a program of this name is on the `PATH`.
pub fn is_on_path(program: &str) -> bool {
    let path = variable("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

/// Whether this variable is set, and not to nothing.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and in `cli` only")]
pub fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
