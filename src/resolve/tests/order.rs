//! The order of a manifest's nodes means nothing.

use proptest::prelude::*;

use super::*;

const NODES: [&str; 10] = [
    "project \"acme-crm\" { title \"A\"; theme \"todo\" }",
    "modules { teams; mail }",
    "modules { queue; auth { days 3; signup \"invite\" } }",
    "variables { A default=\"x\"; B secret=#true }",
    "subtree \"lib/a\" { remote \"https://example.com/a.git\" }",
    "subtree \"lib/b\" { remote \"https://example.com/b.git\" }",
    "environment \"local\" { set A \"1\"; docker }",
    "environment \"live\" { deploy \"railway\" { domain \"a.org\" }; set B from=\"env\" }",
    "environment \"test\" extends=\"live\" { database \"sqlite\" }",
    "protect \"z.py\" \"a.py\"",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_order_of_nodes_is_the_same_project(nodes in Just(NODES.to_vec()).prop_shuffle()) {
        // One block of each kind: the language has no second one.
        let joined: Vec<&str> = nodes.iter().copied().filter(|node| !node.starts_with("modules")).collect();
        let modules: Vec<&str> = nodes.iter().filter_map(|node| node.strip_prefix("modules { ")?.strip_suffix(" }")).collect();
        let text = format!("{}\nmodules {{ {} }}\n", joined.join("\n"), modules.join("; "));
        let reference = format!("{}\nmodules {{ teams; mail; queue; auth {{ days 3; signup \"invite\" }} }}\n",
            NODES.iter().filter(|node| !node.starts_with("modules")).copied().collect::<Vec<_>>().join("\n"));
        let (found, expected) = (resolved(&text).0, resolved(&reference).0);
        prop_assert!(found.is_some());
        prop_assert_eq!(found, expected);
    }
}
