//! Requests that would go somewhere else than to the tenant, or nowhere.

use crate::asking::{FINE, GOOD, ask};
use crate::home::{Home, KEY};
use crate::loopback::{Loopback, answer, json};
use serde_json::Value;

#[test]
fn no_redirect_is_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let other = Loopback::saying(vec![json("200 OK", GOOD)]);
        let to = format!("{}/api/v2/project", other.url());
        let location = format!("location: {to}?dryRun=true");
        let tenant = Loopback::saying(vec![answer(status, &[&location], "")]);
        let ended = ask(&tenant.url(), &Value::Null);
        assert_eq!(ended.outcome, "failed");
        let on = format!("sends the request on to {to}. That is not followed");
        ended.says(status, &[&tenant.host, &on, "API key would go along"]);
        assert_eq!(tenant.requests().len(), 1);
        assert!(other.requests().is_empty(), "not even a connection");
    }
    let own = Loopback::saying(vec![answer("302 Found", &["location: /login"], "")]);
    ask(&own.url(), &Value::Null).says("own", &["on to /login. That is not followed"]);
    assert_eq!(own.requests().len(), 1);
    let nowhere = Loopback::saying(vec![answer("302 Found", &[], "")]);
    ask(&nowhere.url(), &Value::Null).says("nowhere", &["without saying where"]);
}

#[test]
fn who_cannot_be_reached_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let host = closed.trim_start_matches("http://");
    let ended = ask(&closed, &Value::Null);
    assert_eq!(ended.outcome, "failed");
    ended.says("refused", &[host, "cannot be reached", "Check the address"]);
    let ended = ask("https://no-such-host.invalid", &Value::Null);
    assert_eq!(ended.outcome, "failed");
    ended.says(
        "unknown",
        &["there is no host no-such-host.invalid", "spelling"],
    );
}

/// What the command line says about a good spec, and with which code it ends.
fn dry_run(url: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let home = Home::new();
    home.write("work/p.yaml", FINE);
    let mut command = home.command();
    command.env("IMMUTA_URL", url).env("IMMUTA_API_KEY", KEY);
    command.envs(variables.iter().copied());
    let output = command.args(["dry-run", "p.yaml"]).output();
    let output = output.expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8(said).expect("UTF-8"),
    )
}

#[test]
fn a_proxy_that_wants_to_know_who_asks_is_no_opinion_of_the_tenant() {
    for body in [
        answer(
            "407 Proxy Authentication Required",
            &["content-type: text/html"],
            "<html>",
        ),
        json(
            "407 Proxy Authentication Required",
            r#"{"message": "who are you?"}"#,
        ),
    ] {
        let tenant = Loopback::saying(vec![body.clone()]);
        let (code, said) = dry_run(&tenant.url(), &[]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("proxy on the way to"), "{said}");
        assert!(said.contains("(status 407)"), "{said}");
        let proxy = Loopback::saying(vec![body]);
        let (code, said) = dry_run("https://tenant.invalid", &[("HTTPS_PROXY", &proxy.url())]);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains("proxy on the way to tenant.invalid"),
            "{said}"
        );
        assert!(proxy.requests()[0].starts_with("CONNECT tenant.invalid:443"));
        assert!(
            proxy
                .requests()
                .iter()
                .all(|request| !request.contains(KEY))
        );
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_not_gone_without() {
    for value in ["http://u:hunter2@:bad:1", "socks5://hunter2@127.0.0.1:1"] {
        let (code, said) = dry_run("https://tenant.invalid", &[("HTTPS_PROXY", value)]);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains("`HTTPS_PROXY` is not the address of an HTTP proxy"),
            "{said}"
        );
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn localhost_is_this_machine_whatever_a_resolver_says() {
    // Nothing is asked: even a resolver that does not know the name is no obstacle.
    let tenant = Loopback::saying(vec![json("200 OK", GOOD)]);
    let port = tenant.host.rsplit_once(':').expect("a port").1.to_owned();
    let (code, said) = dry_run(&format!("http://localhost:{port}"), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(tenant.requests().len(), 1);
    assert!(tenant.requests()[0].contains(KEY));
    for name in [
        "http://localhost.:1",
        "http://a.localhost:1",
        "http://ip6-localhost:1",
    ] {
        let (code, said) = dry_run(name, &[]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("plain `http`"), "{said}");
    }
}

#[test]
fn what_is_meant_for_this_machine_goes_through_no_proxy() {
    let proxy = Loopback::saying(vec![json("200 OK", GOOD)]);
    let tenant = Loopback::saying(vec![json("200 OK", GOOD)]);
    let home = Home::new();
    home.write("work/p.yaml", FINE);
    let mut command = home.command();
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env(name, proxy.url());
    }
    command
        .env("IMMUTA_URL", tenant.url())
        .env("IMMUTA_API_KEY", KEY);
    let output = command
        .args(["dry-run", "p.yaml"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(tenant.requests().len(), 1);
    assert!(proxy.requests().is_empty());
}
