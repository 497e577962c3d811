//! Codes of the `manifest` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {
        FMT_UNSAFE = "manifest::fmt-unsafe", "the manifest cannot be laid out safely",
"`quickscale fmt` reads its own result before it hands it out: the nodes and every comment must be the same as
before. Here they were not, so nothing was written. The file itself is fine and every other command reads it.

The reason is a comment, a `\\` at the end of a line or a `/-` in a place where hardly anyone writes one, such as
between a property's name and its `=`. Move it to a line of its own and run `quickscale fmt` again.";
    }
}
