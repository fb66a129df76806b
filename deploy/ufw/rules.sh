#!/bin/sh
# Written by "entobot harden". Change the configuration and write it again, not this file. Checksum 63be4988905e7c90
# Closes this machine but for SSH and the proxy. SSH on another port than 22: SSH_PORT=2222 sh rules.sh
set -eu

ufw default deny incoming
ufw default allow outgoing
ufw limit "${SSH_PORT:-22}/tcp" comment 'SSH'
ufw allow 80/tcp comment 'HTTP: certificate renewal and redirect'
ufw allow 443/tcp comment 'Entobot: HTTPS'
ufw --force enable
ufw status verbose
