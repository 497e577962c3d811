//! Codes of the `workspace` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        UNREADABLE = "workspace::unreadable", "a file or directory cannot be read",
"The operating system refused to read a path that is needed. The message says which path and why.

Check its permissions (`ls -l`), and that no parent directory is a broken link.";
    }
}
