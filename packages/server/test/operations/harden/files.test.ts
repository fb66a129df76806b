import { describe, expect, test } from "vitest";
import { adviceFor, hardeningFiles, planFrom } from "../../../src/operations/index.ts";
import { behindProxy, factsOf, written } from "../../_support/harden.ts";

const site = (file: object = {}) => written(factsOf({ ...behindProxy, ...file }), "nginx/entobot.conf");
const unit = (...of: Parameters<typeof factsOf>) => written(factsOf(...of), "systemd/entobot.service");
const certificate = { tls_cert: "/etc/entobot/tls/fullchain.pem", tls_key: "/etc/entobot/tls/privkey.pem" };
const openMobile = { ...certificate, host: "0.0.0.0", tls_enabled: true };

describe("nginx", () => {
  test("plain listeners have plain upstreams, and nothing is verified", () => {
    expect(site()).toContain("proxy_pass http://entobot_socket;");
    expect(site()).not.toMatch(/proxy_ssl|https:\/\/entobot_/);
    expect(site()).toContain("ssl_certificate /etc/letsencrypt/live/entobot.acme.test/fullchain.pem;");
  });

  test("a TLS listener has a verified https upstream, the others stay plain", () => {
    const text = site({ channels: { mobile: { ...certificate, tls_enabled: true } } });
    expect(text).toContain("proxy_pass https://entobot_socket;");
    expect(text).toContain("proxy_pass http://entobot_rest;");
    expect(text).toContain("proxy_ssl_verify on;");
    expect(text).toContain("proxy_ssl_name entobot.acme.test;");
    expect(text).toContain(`ssl_certificate ${certificate.tls_cert};`);
  });

  test("never a name for an upstream, whatever the listener is called", () => {
    for (const host of ["localhost", "loopback", "0.0.0.0", "::"]) {
      expect(site({ gateway: { host } })).toContain("server 127.0.0.1:18790;");
    }
    expect(site({ gateway: { host: "::1" } })).toContain("server [::1]:18790;");
    expect(site({ gateway: { host: "10.1.2.3" } })).toContain("server 10.1.2.3:18790;");
  });

  test("every location overwrites every header that could name a client", () => {
    const proxied = site().split("proxy_pass").slice(1);
    expect(proxied).toHaveLength(4);
    for (const rest of proxied) {
      const location = rest.slice(0, rest.indexOf("}"));
      expect(location).toContain("proxy_set_header X-Real-IP $remote_addr;");
      expect(location).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
      expect(location).toContain('proxy_set_header Forwarded "";');
    }
    expect(site()).not.toContain("proxy_add_x_forwarded_for");
  });

  test("the public port and the phones' path are the configuration's", () => {
    const text = site({
      network: { public_url: "https://chat.acme.test:8443" },
      channels: { mobile: { public_url: "wss://chat.acme.test:8443/phones" } },
    });
    expect(text).toContain("listen 8443 ssl http2;");
    expect(text).toContain("return 301 https://chat.acme.test:8443$request_uri;");
    expect(text).toContain("location /phones {");
  });

  test("a port that changes at every start cannot be proxied to", () => {
    expect(() => site({ web: { port: 0 } })).toThrow(
      expect.objectContaining({
        code: "configuration",
        issues: [expect.objectContaining({ path: "web.port" })],
      }),
    );
  });
});

describe("what is open past the proxy", () => {
  test("loopback needs no rule, and a ban closes the proxy's ports", () => {
    const facts = factsOf(behindProxy);
    expect(written(facts, "ufw/rules.sh")).not.toMatch(/18790|18791|8080/);
    expect(written(facts, "fail2ban/jail.d/entobot.conf")).toContain("\nport = 80,443\n");
  });

  test("an open listener gets its rule and is closed by a ban too", () => {
    const facts = factsOf({ ...behindProxy, channels: { mobile: openMobile } });
    expect(written(facts, "ufw/rules.sh")).toContain("ufw allow 18791/tcp");
    expect(written(facts, "fail2ban/jail.d/entobot.conf")).toContain("\nport = 80,443,18791\n");
  });
});

describe("systemd", () => {
  test("the system home is the unit's state; what lies elsewhere is named", () => {
    const text = unit({
      enterprise: { audit_log_path: "/var/log/entobot/audit.log" },
      tools: { workspace: "/opt/entobot/workspace" },
    });
    expect(text).toContain("\nStateDirectory=entobot\n");
    expect(text).toContain("\nReadWritePaths=/opt/entobot/workspace /var/log/entobot\n");
    expect(text).toContain("\nProtectHome=yes\n");
  });

  test("a home that the sandbox would hide is bound in", () => {
    const text = unit({}, { home: "/home/ada/.entobot" });
    expect(text).toContain("\nBindPaths=/home/ada/.entobot\n");
    expect(text).toContain("\nProtectHome=tmpfs\n");
  });

  test("secrets are credentials by the names that the configuration uses", () => {
    const url = "postgresql://entobot_app:${DB_PW}@db.acme.test/entobot";
    const text = unit({ database: { url } }, { environment: { DB_PW: "s3cr3t-of-the-base" } });
    expect(text.match(/^LoadCredential=[^:]+/gm)).toEqual([
      "LoadCredential=entobot-master-key",
      "LoadCredential=DB_PW",
      "LoadCredential=ENTOBOT_MIGRATION_URL",
      "LoadCredential=JWT_SECRET",
    ]);
    expect(text).toContain("Environment=DB_PW_FILE=/run/credentials/%n/DB_PW");
    expect(text).not.toContain("s3cr3t");
  });

  test("a port below 1024 needs its privilege, in the machine's own user namespace", () => {
    const text = unit({ gateway: { port: 443 } });
    expect(text).toContain("AmbientCapabilities=CAP_NET_BIND_SERVICE");
    expect(text).not.toContain("PrivateUsers");
  });
});

describe("advice", () => {
  const keysFor = (...of: Parameters<typeof factsOf>) => {
    const facts = factsOf(...of);
    return adviceFor(planFrom(facts), facts).map(({ key }) => key);
  };

  test("a configuration that fits has none", () => {
    expect(keysFor(behindProxy)).toEqual([]);
  });

  test("an empty configuration is told the three keys", () => {
    expect(keysFor(undefined)).toEqual([
      "network.public_url",
      "network.trusted_proxies",
      "web.trust_forwarded",
    ]);
  });

  test("a secret in the file is named, and where to put it", () => {
    const url = "postgresql://entobot_app:hunter2hunter2@db.acme.test/entobot";
    const facts = factsOf({ ...behindProxy, database: { url } });
    expect(adviceFor(planFrom(facts), facts)).toContainEqual({
      key: "database.url",
      text: "stands in the file. Move it into the credential DATABASE_URL, out of the file.",
    });
  });
});

test("the same facts give the same files, and every file says where it came from", () => {
  const [first, second] = [hardeningFiles(factsOf(behindProxy)), hardeningFiles(factsOf(behindProxy))];
  expect(second).toEqual(first);
  for (const { text } of first) expect(text.slice(0, 120)).toContain('Written by "entobot harden"');
});
