import { Link } from "../shell/router.tsx";
import { PageHeader } from "./page-header.tsx";

/** An address under `/console` that leads nowhere: the navigation stays. */
export function NoSuchPage() {
  return (
    <>
      <PageHeader title="There is no such page" lead="The address may be mistyped, or the page was moved." />
      <Link to="/console" className="font-medium text-accent text-sm underline">
        Go to Home
      </Link>
    </>
  );
}
