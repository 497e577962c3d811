//! A volume that another major version of PostgreSQL has written.

use pretty_assertions::assert_eq;

use crate::checkout::Checkout;

#[test]
fn a_volume_of_another_version_is_noticed_before_anything_is_touched() {
    let Some(checkout) = Checkout::small("stale") else { return };
    checkout.quickscale(["up"]).success();
    let (db, web) = (checkout.start_of("db"), checkout.start_of("web"));

    checkout.project.edit("compose.yaml", "postgres:18", "postgres:17");
    checkout
        .quickscale(["plan", "--only", "docker"])
        .success()
        .prints("holds data of PostgreSQL 18, which 17 cannot read");
    let refused = || {
        checkout
            .quickscale(["up"])
            .exits(1)
            .says("docker::stale-volume")
            .says("pg_dumpall")
            .says("version=18")
    };
    refused();
    assert_eq!((checkout.start_of("db"), checkout.start_of("web")), (db, web));

    // Without a container the volume itself is asked.
    checkout.quickscale(["down"]).success();
    refused();
    assert_eq!(checkout.quickscale(["ps", "--json"]).success().json(), serde_json::json!([]));

    // Starting empty is one of the ways out.
    checkout.quickscale(["down", "--volumes", "--yes"]).success();
    checkout.project.edit("compose.yaml", "db:/var/lib/postgresql", "db:/var/lib/postgresql/data");
    checkout.quickscale(["up"]).success();
    checkout.quickscale(["shell", "db", "-c", "cat $PGDATA/PG_VERSION"]).success().prints("17");
}
