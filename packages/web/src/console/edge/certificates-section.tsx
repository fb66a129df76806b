import type { EdgeCertificate, EdgeView } from "@entobot/contract/edge";
import { Badge, type Tone } from "../../design/badge.tsx";
import { Notice } from "../../design/error-notice.tsx";
import { Row, Rows } from "../../design/rows.tsx";
import { Ago } from "../../design/time.tsx";
import { Section } from "../settings/section.tsx";
import { doorWords } from "./reason-words.ts";

const doors = ["rest", "mobile", "web"] as const;

export function CertificatesSection({ view }: { view: EdgeView }) {
  const plain = doors.filter((door) => !view.enforced.tls[door]);
  return (
    <Section title="Certificates">
      <Rows label="Certificates">
        {view.certificates.map((certificate) => (
          <CertificateRow key={certificate.fingerprint} certificate={certificate} />
        ))}
        {plain.length > 0 && (
          <Row
            title={
              <>
                <span className="font-medium text-sm">{plain.map((door) => doorWords[door]).join(", ")}</span>
                <Badge>no TLS of its own</Badge>
              </>
            }
            note="A proxy in front speaks TLS, or only this machine is listened to."
          />
        )}
      </Rows>
    </Section>
  );
}

function CertificateRow({ certificate }: { certificate: EdgeCertificate }) {
  const { names, doors, days_left, issuer, key_kind, not_after, refused_since, loaded_at } = certificate;
  return (
    <Row
      title={
        <>
          <span className="font-medium text-sm">{names.join(", ")}</span>
          <Badge tone={toneOf(days_left)}>{daysWords(days_left)}</Badge>
        </>
      }
      note={
        <>
          {doors.map((door) => doorWords[door]).join(", ")} · until {new Date(not_after).toLocaleDateString()}{" "}
          · {key_kind} · by {issuer}
          <span className="block">
            {renewalWords(certificate)} Loaded <Ago at={loaded_at} />.
          </span>
          {refused_since !== null && (
            <div className="mt-2 text-ink">
              <Notice tone="warn">
                <p className="font-medium">The files that stand there now are not used</p>
                <p className="text-ink-soft">
                  Found <Ago at={refused_since} />; the certificate before stays in force. The notices on Home
                  say what is wrong with them.
                </p>
              </Notice>
            </div>
          )}
        </>
      }
    />
  );
}

const toneOf = (days: number): Tone => (days < 7 ? "bad" : days < 30 ? "warn" : "good");

function daysWords(days: number): string {
  if (days < 0) return "expired";
  return days === 0 ? "less than a day left" : `${days} ${days === 1 ? "day" : "days"} left`;
}

/** A renewed pair is taken by itself; who renews it is another matter. */
function renewalWords({ chain_file }: EdgeCertificate): string {
  const certbot = /^\/etc\/(?:letsencrypt|entobot\/tls)\//.test(chain_file);
  return certbot
    ? "Renewed by certbot, taken without a restart."
    : "Renew the files where they are: they are taken without a restart.";
}
