import { type Block, fill, nothing, type Plain, words } from "./plain.ts";
import type { Plan } from "./plan.ts";
import type { Upstream } from "./upstreams.ts";

/** TLS 1.2 with forward secrecy and authenticated encryption only; TLS 1.3 has nothing else. */
const suites = [
  ...["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"],
  ...["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"],
  ...["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"],
].join(":") as Plain;

export function nginxSite(plan: Plan): Block {
  const { site, upstreams, certificate, places, bodyBytes } = plan;
  const names = words(site.names);
  const port = site.port === 443 ? nothing : fill`:${site.port}`;
  return fill`
# A site of nginx (the http context). Addresses are 127.0.0.1, never localhost: nginx would take turns with ::1.

${upstreamBlock("entobot_rest" as Plain, upstreams.rest)}
${upstreamBlock("entobot_socket" as Plain, upstreams.socket)}
${upstreamBlock("entobot_web" as Plain, upstreams.web)}

server {
    listen 80;
    listen [::]:80;
    server_name ${names};
    server_tokens off;

    # certbot certonly --webroot -w ${places.webroot} -d ${site.host}
    location /.well-known/acme-challenge/ {
        root ${places.webroot};
        default_type text/plain;
    }

    location / {
        return 301 https://${site.host}${port}$request_uri;
    }
}

server {
    listen ${site.port} ssl http2;
    listen [::]:${site.port} ssl http2;
    server_name ${names};
    server_tokens off;

    ssl_certificate ${certificate.chain};
    ssl_certificate_key ${certificate.key};
    # Of several sites on one address and port, the default one decides which protocols a client may offer.
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ${suites};
    ssl_prefer_server_ciphers on;
    ssl_session_cache shared:entobot_tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;

    # The server sends the other security headers itself. This one stands also on nginx's own answers, and once.
    proxy_hide_header Strict-Transport-Security;
    add_header Strict-Transport-Security "max-age=31536000" always;

    # The server's own bound. What people write is held in memory, never in files of nginx.
    client_max_body_size ${bodyBytes};
    client_body_buffer_size ${bodyBytes};
    proxy_max_temp_file_size 0;
    client_header_timeout 10s;
    client_body_timeout 30s;

    proxy_http_version 1.1;
    proxy_redirect off;
    proxy_next_upstream off;
    proxy_connect_timeout 5s;
${upstreamTls(plan)}
    # REST API. A model may think for a while before its answer.
    location /api/ {
        proxy_pass ${scheme(upstreams.rest)}://entobot_rest;
        proxy_read_timeout 300s;
${clientHeaders("" as Plain)}
    }

    # Live updates of the console (server-sent events): nothing is held back.
    location = /api/v1/events {
        proxy_pass ${scheme(upstreams.rest)}://entobot_rest;
        proxy_buffering off;
        proxy_cache off;
        proxy_read_timeout 300s;
${clientHeaders("" as Plain)}
    }

    # Phones. The server asks a silent phone after ${plan.heartbeatSeconds} s and lets it go after twice that.
    location ${plan.socketPath} {
        proxy_pass ${scheme(upstreams.socket)}://entobot_socket;
        proxy_buffering off;
        proxy_read_timeout ${socketSeconds(plan)}s;
        proxy_send_timeout ${socketSeconds(plan)}s;
        proxy_set_header Upgrade $http_upgrade;
${clientHeaders("upgrade" as Plain)}
    }

    # Console and phone app.
    location / {
        proxy_pass ${scheme(upstreams.web)}://entobot_web;
${clientHeaders("" as Plain)}
    }
}
`;
}

const scheme = ({ tls }: Upstream): Plain => (tls ? "https" : "http") as Plain;

/** Node keeps an idle connection for 65 s; nginx lets go first. */
const upstreamBlock = (name: Plain, { address, port }: Upstream): Block => fill`
upstream ${name} {
    server ${address}:${port};
    keepalive 32;
    keepalive_timeout 55s;
}`;

const socketSeconds = ({ heartbeatSeconds }: Plan): number => Math.max(120, 3 * heartbeatSeconds);

/**
 * Written out in every location: one proxy_set_header that somebody adds to a location would switch off all that it
 * inherits. Each overwrites what the client sent; an empty value removes it.
 */
const clientHeaders = (connection: Plain): Block => fill`
        proxy_set_header Connection "${connection}";
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host "";
        proxy_set_header Forwarded "";`;

/** Whatever listens on the port must prove that it is ours. */
function upstreamTls({ site, upstreams, authorities }: Plan): Block {
  if (!Object.values(upstreams).some(({ tls }: Upstream) => tls)) return nothing;
  return fill`

    proxy_ssl_protocols TLSv1.2 TLSv1.3;
    proxy_ssl_name ${site.host};
    proxy_ssl_server_name on;
    proxy_ssl_verify on;
    proxy_ssl_verify_depth 4;
    proxy_ssl_trusted_certificate ${authorities};
`;
}
