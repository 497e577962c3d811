//! The name of the Python package.

use super::Findings;
use crate::{
    diagnostics::{Issue, codes},
    document::Pointer,
};

/// The package of a project that does not name one.
pub fn default_package(name: &str) -> String {
    name.replace('-', "_")
}

/// Reports a name that Python cannot import, or that means something else already.
pub(super) fn check(package: &str, at: &Pointer, findings: &mut Findings<'_>) {
    let shown = package.escape_debug();
    if !is_identifier(package) {
        let message = format!("`{shown}` cannot be the name of a Python package");
        let suggested: String =
            package.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let help = if is_identifier(&suggested) && taken_by(&suggested).is_none() {
            format!("write \"{suggested}\"")
        } else {
            "write lowercase letters, digits and `_`, a letter first".to_owned()
        };
        let issue = Issue::error(&codes::manifest::BAD_PACKAGE, message).help(help);
        findings.push(at, issue, "not a package name");
    } else if let Some(owner) = taken_by(package) {
        let message = format!("the Python package `{shown}` would hide {owner}");
        let help = format!("write another name, for example package=\"{package}_app\"");
        let issue = Issue::error(&codes::manifest::RESERVED_PACKAGE, message).help(help);
        findings.push(at, issue, format!("names {owner} already"));
    }
}

fn is_identifier(text: &str) -> bool {
    text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('_')
}

/// What the name means already, to Python or in a generated project.
fn taken_by(package: &str) -> Option<&'static str> {
    let listed = |list: &str| list.split_ascii_whitespace().any(|word| word == package);
    if listed(KEYWORDS) {
        Some("a keyword of Python")
    } else if listed(STANDARD_LIBRARY) {
        Some("a module of Python's standard library")
    } else if listed(DEPENDENCIES) {
        Some("a library that the project uses")
    } else if listed(TREE) {
        Some("a directory of every project")
    } else {
        None
    }
}

/// `keyword.kwlist` of Python 3.14, those in lowercase.
const KEYWORDS: &str =
    "and as assert async await break class continue def del elif else except finally for from
global if import in is lambda nonlocal not or pass raise return try while with yield";

/// Top-level names of the generated tree.
const TREE: &str = "accounts apps blueprints config conftest docs e2e frontend locale manage media modules
node_modules public pyproject quickscale scripts settings src static staticfiles templates test tests theme themes
urls venv";

/// What the generated project or one of its modules imports.
const DEPENDENCIES: &str = "allauth anymail asgiref babel boto3 botocore bs4 celery channels click corsheaders
crispy_forms cryptography daphne debug_toolbar dj_database_url django django_extensions django_filters django_htmx
django_stubs django_tasks django_vite djstripe drf_spectacular environ factory faker gunicorn hypothesis jinja2 jwt kombu
mypy ninja nplusone numpy opentelemetry orjson packaging pandas pip pkg_resources playwright psycopg psycopg2 psycopg_pool
pydantic pytest pytest_django redis requests rest_framework ruff sentry_sdk setuptools six sqlparse storages structlog stripe
taggit tzdata unfold urllib3 uvicorn wagtail waffle wheel whitenoise yaml";

/// `sys.stdlib_module_names` of Python 3.13 and 3.14, those in lowercase without a leading underscore,
/// and `test`.
const STANDARD_LIBRARY: &str = "abc annotationlib antigravity argparse array ast asyncio atexit base64 bdb binascii
bisect builtins bz2 calendar cmath cmd code codecs codeop collections colorsys compileall compression concurrent
configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis
doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc
genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io
ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder
msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os pathlib pdb pickle pickletools
pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat
queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil
signal site smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string
stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios test textwrap this threading
time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata
unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib
zoneinfo";

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn identifiers() {
        for good in ["a", "acme_crm", "a1"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in ["", "Acme", "1a", "_a", "a_", "a-b", "a.b", "ä", "a b"] {
            assert!(!is_identifier(bad), "{bad}");
        }
    }

    #[test]
    fn names_that_mean_something_already() {
        for (name, owner) in [
            ("class", Some("a keyword of Python")),
            ("json", Some("a module of Python's standard library")),
            ("annotationlib", Some("a module of Python's standard library")),
            ("django", Some("a library that the project uses")),
            ("config", Some("a directory of every project")),
            ("accounts", Some("a directory of every project")),
            ("acme", None),
        ] {
            assert_eq!(taken_by(name), owner, "{name}");
        }
    }
}
