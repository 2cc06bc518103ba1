export function bundleHub(root: string): Promise<void>;
