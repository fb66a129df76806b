import { Link } from "../shell/router.tsx";
import { Entrance } from "./entrance.tsx";

/** The page of a one-time link was opened without its secret. */
export function BrokenLink({ what, remedy }: { what: string; remedy: string }) {
  return (
    <Entrance
      title="This link is not complete"
      lead={`Open ${what} as a whole, with everything after the # sign. It works once and not for long. ${remedy}`}
    >
      <Link to="/sign-in" className="font-medium text-accent text-sm underline">
        Sign in instead
      </Link>
    </Entrance>
  );
}
