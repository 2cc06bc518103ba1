const PLAIN = /^[A-Za-z_$][A-Za-z0-9_.$-]*$/;

const scalar = (value) => (typeof value === 'string' ? JSON.stringify(value) : String(value));
const isEmpty = (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const isScalar = (value) => typeof value !== 'object' || value === null;

/** YAML 1.2 of plain data: block style, texts in double quotes. */
export function yaml(value, indent = '') {
  if (isEmpty(value)) return `${indent}${Array.isArray(value) ? '[]' : '{}'}\n`;
  if (isScalar(value)) return `${indent}${scalar(value)}\n`;
  if (Array.isArray(value)) return value.map((item) => `${indent}- ${yaml(item, `${indent}  `).slice(indent.length + 2)}`).join('');
  return Object.entries(value).map(([key, item]) => {
    const name = `${indent}${PLAIN.test(key) ? key : JSON.stringify(key)}:`;
    return isScalar(item) || isEmpty(item) ? `${name} ${yaml(item)}` : `${name}\n${yaml(item, `${indent}  `)}`;
  }).join('');
}
