//! Where a pull request is opened for a branch that was pushed.

use super::remote::host_of;

/// A branch on a server.
#[derive(Debug, Clone, Copy)]
pub struct Proposal<'a> {
    /// The repository that the branch was pushed to.
    pub pushed_to: &'a str,
    /// The repository that is to take it.
    pub upstream: &'a str,
    /// The branch.
    pub branch: &'a str,
    /// The branch that is to take it.
    pub base: &'a str,
}

/// The page on which a pull request is opened; none for a repository that is no server's.
///
/// Forms: GitHub and its likes on other hosts (`compare`), GitLab (`merge_requests/new`), Bitbucket Cloud
/// (`pull-requests/new`) and Bitbucket Server (`/scm/` in the address).
pub fn pull_request_url(proposal: Proposal<'_>) -> Option<String> {
    let Proposal { pushed_to, upstream, branch, base } = proposal;
    let pushed = Page::of(pushed_to)?;
    let taking = Page::of(upstream).filter(|page| page.host == pushed.host).unwrap_or_else(|| pushed.clone());
    let source = encoded(branch);
    let Page { host, path } = &pushed;
    if let Some(path) = path.strip_prefix("scm/") {
        let (project, repository) = path.split_once('/')?;
        return Some(format!(
            "https://{host}/projects/{project}/repos/{repository}/pull-requests?create&sourceBranch=refs/heads/{source}"
        ));
    }
    if host.contains("bitbucket") {
        return Some(format!("https://{host}/{path}/pull-requests/new?source={source}"));
    }
    if host.contains("gitlab") {
        return Some(format!(
            "https://{host}/{path}/-/merge_requests/new?merge_request%5Bsource_branch%5D={source}"
        ));
    }
    let owner = (pushed.path != taking.path).then(|| path.split('/').next()).flatten();
    let head = owner.map_or_else(|| source.clone(), |owner| format!("{owner}:{source}"));
    Some(format!("https://{host}/{}/compare/{}...{head}", taking.path, encoded(base)))
}

/// The address that a server itself has named while taking the push.
pub(super) fn address_in(said: &str) -> Option<String> {
    let lines = said.lines().filter_map(|line| line.trim().strip_prefix("remote:"));
    let mut words = lines.flat_map(str::split_whitespace);
    words.find(|word| word.starts_with("https://") || word.starts_with("http://")).map(str::to_owned)
}

#[derive(Debug, Clone)]
struct Page {
    host: String,
    path: String,
}

impl Page {
    fn of(remote: &str) -> Option<Self> {
        let (host, path) = match remote.split_once("://") {
            Some(("file", _)) | None if !remote.contains('@') && !is_scp(remote) => return None,
            Some((scheme, rest)) => {
                let (authority, path) = rest.split_once('/')?;
                // A port of ssh says nothing about the port of the pages.
                let host =
                    if scheme.starts_with("http") { authority.rsplit('@').next()? } else { host_of(remote)? };
                (host, path)
            }
            None => (host_of(remote)?, remote.split_once(':')?.1),
        };
        let path = path.trim_matches('/').trim_end_matches(".git");
        (path.contains('/')).then(|| Self { host: host.to_owned(), path: path.to_owned() })
    }
}

fn is_scp(remote: &str) -> bool {
    !remote.contains("://") && host_of(remote).is_some()
}

fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    fn url(pushed_to: &str, upstream: &str) -> Option<String> {
        pull_request_url(Proposal { pushed_to, upstream, branch: "feature/a#1", base: "main" })
    }

    #[test]
    fn each_kind_of_server_has_its_page() {
        for (remote, expected) in [
            ("https://github.com/team/core.git", "https://github.com/team/core/compare/main...feature/a%231"),
            ("git@github.com:team/core.git", "https://github.com/team/core/compare/main...feature/a%231"),
            (
                "ssh://git@gitlab.com:22/group/sub/core.git",
                "https://gitlab.com/group/sub/core/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature/a%231",
            ),
            (
                "https://me@gitlab.example.org/team/core",
                "https://gitlab.example.org/team/core/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature/a%231",
            ),
            (
                "git@bitbucket.org:team/core.git",
                "https://bitbucket.org/team/core/pull-requests/new?source=feature/a%231",
            ),
            (
                "https://git.example.org/scm/team/core.git",
                "https://git.example.org/projects/team/repos/core/pull-requests?create&sourceBranch=refs/heads/feature/a%231",
            ),
            (
                "https://forge.example.org:3000/team/core.git",
                "https://forge.example.org:3000/team/core/compare/main...feature/a%231",
            ),
        ] {
            assert_eq!(url(remote, remote).as_deref(), Some(expected), "{remote}");
        }
        for local in ["../core", "/srv/core.git", "file:///srv/git/core.git"] {
            assert_eq!(url(local, local), None, "{local}");
        }
    }

    #[test]
    fn a_fork_is_compared_with_where_it_comes_from() {
        assert_eq!(
            url("git@github.com:me/core.git", "https://github.com/team/core").as_deref(),
            Some("https://github.com/team/core/compare/main...me:feature/a%231")
        );
    }

    #[test]
    fn what_the_server_says_is_found() {
        let said = "remote: \nremote: Create a pull request for 'x' on GitHub by visiting:\nremote:      https://h/x/pull/new/x\nTo h";
        assert_eq!(address_in(said).as_deref(), Some("https://h/x/pull/new/x"));
        assert_eq!(address_in("To https://h/x"), None);
    }
}
