//! Modules that are there and modules that were.

use super::Findings;
use crate::{
    diagnostics::{Issue, codes},
    document::Pointer,
    manifest::Manifest,
};

pub(super) fn check(manifest: &Manifest, findings: &mut Findings<'_>) {
    for (index, removed) in manifest.removed.iter().enumerate() {
        let name = removed.module.escape_debug();
        let at = Pointer::root().key("removed").index(index).key("module");
        let first = manifest.removed[..index].iter().position(|other| other.module == removed.module);
        let other = match first {
            Some(first) => Pointer::root().key("removed").index(first).key("module"),
            None if manifest.modules.contains_key(&removed.module) => {
                Pointer::root().key("modules").key(&removed.module)
            }
            None => continue,
        };
        let message = format!("the module `{name}` is there twice");
        let issue = Issue::error(&codes::manifest::DUPLICATE_ENTRY, message)
            .help("keep one of the two: a module is in `modules` or it is `removed`");
        findings.push_pair(&at, &other, issue, ["removed here", "and here"]);
    }
}
