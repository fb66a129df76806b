import { Component, type ReactNode } from "react";
import { Button } from "../design/button.tsx";
import { Entrance } from "../entrance/entrance.tsx";

/** A page that cannot be shown says so instead of going blank. */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Entrance
        title="This page could not be shown"
        lead="Nothing was lost on the server. Reload the page; if it happens again, tell your administrator what you did."
      >
        <Button kind="primary" wide onClick={() => location.reload()}>
          Reload
        </Button>
      </Entrance>
    );
  }
}
