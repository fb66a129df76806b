// The code of the page that was asked for travels beside the code that all pages need, not after it. Without code
// of others in it this runs as soon as it is here. What fails is asked for again, and spoken about, by the page itself.
import "./design/design.css";

const [, world, part] = location.pathname.split("/");
const later = () => {};
if (world === "app") {
  import("./app/app-root.tsx").catch(later);
  if (part === "c") import("./app/chat/chat-page.tsx").catch(later);
}
if (world === "console") import("./console/console-root.tsx").catch(later);
void import("./main.tsx");
