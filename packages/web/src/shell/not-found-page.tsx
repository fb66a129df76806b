import { Entrance } from "../entrance/entrance.tsx";
import { Link } from "./router.tsx";

export function NotFoundPage() {
  return (
    <Entrance title="There is no such page" lead="The address may be mistyped, or the page was moved.">
      <Link to="/" className="font-medium text-accent text-sm underline">
        Go to the start
      </Link>
    </Entrance>
  );
}
