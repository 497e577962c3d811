//! Modules that come, change and go in any order: what is there depends on what the manifest says now, and on nothing else.

use proptest::{prelude::*, sample::select};

use super::world::World;

#[derive(Debug, Clone)]
enum Act {
    Add(&'static str),
    Remove(&'static str),
    Set(&'static str, &'static str),
}

fn act() -> impl Strategy<Value = Act> {
    let options = vec![
        ("modules.auth.signup", "invite"),
        ("modules.auth.signup", "closed"),
        ("modules.auth.mfa", "off"),
        ("modules.auth.passkeys", "false"),
        ("modules.auth.social", "github"),
        ("modules.notes.page-size", "7"),
        ("modules.notes.labels", "work"),
        ("modules.notes.archive", "false"),
        ("modules.notes.path", "my/notes/"),
    ];
    prop_oneof![
        3 => select(vec!["auth", "notes"]).prop_map(Act::Add),
        2 => select(vec!["auth", "notes"]).prop_map(Act::Remove),
        3 => select(options).prop_map(|(option, value)| Act::Set(option, value)),
    ]
}

fn apply(world: &World) {
    world.apply_with(&["--accept-consequences"]).success();
    world.is_settled();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_there_depends_on_the_manifest_alone(acts in prop::collection::vec(act(), 1..6)) {
        let world = World::applied();
        world.project.edit("templates/base.html", "<main id=\"main\"", "<main id=\"main\" class=\"ours\"");
        world.project.write("acme/ours.py", "OURS = 1\n");
        let bare = world.tree();
        for act in acts {
            // What does not make sense now, such as an option of a module that is not there, is refused.
            let written = match act {
                Act::Add(module) => world.run(&["add", module, "--with-required"]),
                Act::Remove(module) => world.run(&["remove", module]),
                Act::Set(option, value) => world.run(&["set", option, value]),
            };
            if written.code == Some(0) {
                apply(&world);
            }
        }
        let fresh = World::applied();
        fresh.project.edit("templates/base.html", "<main id=\"main\"", "<main id=\"main\" class=\"ours\"");
        fresh.project.write("acme/ours.py", "OURS = 1\n");
        fresh.project.write("quickscale.kdl", world.project.read("quickscale.kdl"));
        apply(&fresh);
        prop_assert_eq!(world.tree(), fresh.tree(), "another way to the same manifest");

        let declared = world.run(&["modules", "list", "--json"]).success().json();
        let declared: Vec<String> = declared
            .as_array()
            .unwrap()
            .iter()
            .filter(|module| module["declared"] == true)
            .map(|module| module["name"].as_str().unwrap().to_owned())
            .collect();
        if !declared.is_empty() {
            let names: Vec<&str> = declared.iter().map(String::as_str).collect();
            world.run(&[&["remove"][..], &names].concat()).success();
            apply(&world);
        }
        prop_assert_eq!(world.tree(), bare, "something is left");
    }
}
