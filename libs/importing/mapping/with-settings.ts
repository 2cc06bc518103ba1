import { KINDS, type FieldShape, type TypeShape } from '#libs/contracts';
import { Refusal } from '#libs/kernel';
import type { Literal, Mapping, Node } from './mapping.js';
import { isObject } from './read-mapping.js';
import { distance } from './relative-date.js';

/**
 * The mapping with values set from the command line: `envelope.tlp=GREEN`, `envelope.recipients=fia,iom`
 * (a list where the contract has one), `envelope.erasureDate=+5 years`, `envelope.pap=` to take one away,
 * or a parameter of the mapping by its name.
 * @throws Refusal ARGUMENT_INVALID
 */
export function withSettings(mapping: Mapping, kind: string, settings: readonly string[]): Mapping {
  if (settings.length === 0) return mapping;
  const document = structuredClone(mapping.document) as Record<string, Node>;
  const parameters: Record<string, Literal> = { ...mapping.parameters };
  for (const setting of settings) {
    const [path, value] = halves(setting);
    if (Object.hasOwn(parameters, path)) parameters[path] = value === '' ? null : value;
    else if (Object.keys(document).some((key) => key.startsWith('$'))) throw refused(setting, `the mapping ${mapping.name} takes documents as they are`);
    else place(document, path.split('.'), value, KINDS[kind]!.type, setting);
  }
  return { ...mapping, parameters, document };
}

function halves(setting: string): [string, string] {
  const at = setting.indexOf('=');
  if (at < 1) throw refused(setting, 'write PATH=VALUE');
  return [setting.slice(0, at), setting.slice(at + 1)];
}

function place(target: Record<string, Node>, [name, ...rest]: readonly string[], value: string, type: TypeShape, setting: string): void {
  const field = type.fields.find((one) => one.name === name);
  if (!name || !field || field.minted) throw refused(setting, `the contract knows no such field of ${type.name}`);
  if (rest.length === 0) {
    if (field.object) throw refused(setting, 'only a single value can be set');
    if (value === '') delete target[name];
    else target[name] = field.list ? value.split(',').map((item) => literal(field, item.trim(), setting)) : literal(field, value, setting);
    return;
  }
  if (!field.object || field.list) throw refused(setting, 'only fields outside lists can be set');
  const inner = target[name] ?? {};
  if (!isObject(inner) || Object.keys(inner).some((key) => key.startsWith('$'))) throw refused(setting, 'the mapping works this field out itself');
  target[name] = inner as Record<string, Node>;
  place(inner as Record<string, Node>, rest, value, field.object, setting);
}

function literal({ type }: FieldShape, value: string, setting: string): Node {
  if (type === 'Boolean') {
    if (value !== 'true' && value !== 'false') throw refused(setting, 'true or false');
    return value === 'true';
  }
  if (type === 'Int' || type === 'Float') {
    if (!Number.isFinite(Number(value))) throw refused(setting, 'a number');
    return Number(value);
  }
  const away = type === 'Date' ? distance(value) : undefined;
  return away ? { $today: away } : value;
}

function refused(setting: string, message: string): Refusal {
  return Refusal.because('ARGUMENT_INVALID', '--set', 'amanat help import', `--set ${setting}: ${message}.`);
}
