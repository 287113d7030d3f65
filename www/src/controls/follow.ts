import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Scene } from "../scene/scene.ts";

/** Renders its host again, and tells it, whenever the scene changes. */
export class FollowScene implements ReactiveController {
  #scene: Scene | undefined;
  #connected = false;

  constructor(
    private host: ReactiveControllerHost & { scene: Scene | undefined },
    private changed: () => void = () => undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#listen(this.host.scene);
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#listen(undefined);
  }

  hostUpdate(): void {
    if (this.#connected && this.host.scene !== this.#scene) {
      this.#listen(this.host.scene);
      this.changed();
    }
  }

  #listen(scene: Scene | undefined): void {
    this.#scene?.removeEventListener("change", this.#heard);
    this.#scene = scene;
    scene?.addEventListener("change", this.#heard);
  }

  #heard = (): void => {
    this.host.requestUpdate();
    this.changed();
  };
}
