//! What there is to know and to do on the way to a version.

use semver::Version;

/// One version of a module and what it takes to move there.
#[derive(Debug, Clone)]
pub struct Release {
    /// The version that it leads to.
    pub version: Version,
    /// What people should know or do.
    pub notes: Vec<String>,
    /// What its migrations do to data.
    pub migrations: Vec<String>,
    /// Options by their former and their present name.
    pub options: Vec<(String, String)>,
    /// Variables by their former and their present name.
    pub variables: Vec<(String, String)>,
    /// Dotted names of Python by their former and their present name.
    pub names: Vec<(String, String)>,
}
