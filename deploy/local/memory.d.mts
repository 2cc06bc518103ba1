export function recall<Document>(file: string, otherwise: Document): Document;
export function remember(file: string, document: unknown): void;
/** 144 random bits, URL-safe. */
export function password(): string;
/** `wanted` when nothing listens on it, else a free port of 127.0.0.1. */
export function portLike(wanted?: number): Promise<number>;
