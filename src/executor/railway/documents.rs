//! The documents that are sent, each of them the text of a file beside this one.

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Document {
    /// Its name.
    pub(super) name: &'static str,
    /// The text as it is sent.
    pub(super) text: &'static str,
}

impl Document {
    /// Whether it changes nothing, so that it may be sent again.
    pub(super) fn is_read(self) -> bool {
        self.text.starts_with("query")
    }
}

macro_rules! documents {
    ($($constant:ident $name:literal;)*) => {
        $(
            pub(super) const $constant: Document =
                Document { name: $name, text: include_str!(concat!("documents/", $name, ".graphql")) };
        )*
        #[cfg(test)]
        const ALL: &[Document] = &[$($constant),*];
    };
}

documents! {
    ACCOUNT "Account";
    BUILD_LOGS "BuildLogs";
    CUSTOM_DOMAIN_CREATE "CustomDomainCreate";
    DEPLOYMENT "Deployment";
    DEPLOYMENT_LOGS "DeploymentLogs";
    ENVIRONMENT "Environment";
    ENVIRONMENT_CREATE "EnvironmentCreate";
    ENVIRONMENT_PATCH_COMMIT "EnvironmentPatchCommit";
    OWNERS "Owners";
    PROJECT "Project";
    PROJECTS "Projects";
    PROJECT_CREATE "ProjectCreate";
    PROJECT_TOKEN "ProjectToken";
    SERVICE_CREATE "ServiceCreate";
    SERVICE_DOMAIN_CREATE "ServiceDomainCreate";
    TEMPLATE "Template";
    TEMPLATE_DEPLOY "TemplateDeploy";
    TOKEN_WORKSPACES "TokenWorkspaces";
    VARIABLES "Variables";
    VARIABLE_COLLECTION_UPSERT "VariableCollectionUpsert";
    WORKFLOW "Workflow";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_holds_the_operation_that_it_is_named_after() {
        for document in ALL {
            let kind = if document.is_read() { "query" } else { "mutation" };
            let start = format!("{kind} {}", document.name);
            assert!(document.text.starts_with(&start), "{document:?}");
        }
    }
}
