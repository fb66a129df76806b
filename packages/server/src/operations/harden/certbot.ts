import { type Block, fill } from "./plain.ts";
import type { Plan } from "./plan.ts";

/**
 * What certbot keeps only root can read, and the server is not root. Each file appears under its name whole, and only
 * after the pair was found to match; the server waits out the moment between the two.
 */
export const deployHook = ({ places, account }: Plan): Block => fill`
#!/bin/sh
# Gives the renewed certificate to Entobot: certbot … --deploy-hook THIS_FILE
set -eu

lineage=\${RENEWED_LINEAGE:?certbot sets it: the folder with fullchain.pem and privkey.pem}
target=\${ENTOBOT_TLS_FOLDER:-${places.tls}}
group=\${ENTOBOT_GROUP:-${account.group}}
umask 077

owns() { openssl x509 -in "$1" -noout -pubkey; }
opens() { openssl pkey -in "$1" -pubout; }
if [ "$(owns "$lineage/fullchain.pem")" != "$(opens "$lineage/privkey.pem")" ]; then
    echo "entobot: certificate and key in $lineage do not belong together; nothing was changed" >&2
    exit 1
fi

install -d -m 0750 -g "$group" "$target"
aside=$(mktemp -d "$target/.new.XXXXXX")
trap 'rm -rf "$aside"' EXIT
for name in fullchain.pem privkey.pem; do
    install -m 0640 -g "$group" "$lineage/$name" "$aside/$name"
done
sync "$aside/fullchain.pem" "$aside/privkey.pem"
mv -f "$aside/privkey.pem" "$target/privkey.pem"
mv -f "$aside/fullchain.pem" "$target/fullchain.pem"

# The server looks for a new pair by itself; nginx has to be told.
if [ -d /run/systemd/system ] && systemctl is-active --quiet nginx; then
    nginx -t -q && systemctl reload nginx
fi
`;
