/** Is waited for, and rung. A ring between two waits is not lost. */
export class Bell {
  #rung = false;
  #wake: () => void = () => undefined;

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  /** Resolves at the next ring, or after so many milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resume) => {
        const timer = setTimeout(resume, milliseconds);
        this.#wake = () => void (clearTimeout(timer), resume());
      });
    }
    this.#rung = false;
  }
}
