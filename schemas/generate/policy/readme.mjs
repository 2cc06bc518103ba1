import { inWords } from './words.mjs';

const START = '<!-- generated: npm run generate -->';
const END = '<!-- /generated -->';
const row = (...cells) => `| ${cells.join(' | ')} |`;

/** The glossary with its tables brought up to date between the two markers. */
export function renderReadme(readme, policy) {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error('schemas/policy/README.md has lost its markers');
  return `${before}${START}\n${[classTable(policy), purposeTable(policy), ruleTables(policy)].join('\n')}${END}${after}`;
}

function classTable({ classes }) {
  return `
### Classes

${row('bit', 'class', 'sealed', 'what it holds')}
${row('---', '---', '---', '---')}
${classes.map(({ bit, code, sealed, title }) => row(bit, `\`${code}\``, sealed ? 'yes' : '', title)).join('\n')}
`;
}

function purposeTable({ purposes }) {
  return `
### Purposes

${row('bit', 'purpose', 'meaning')}
${row('---', '---', '---')}
${purposes.map(({ bit, code, title }) => row(bit, `\`${code}\``, title)).join('\n')}
`;
}

function ruleTables({ rules, allClasses }) {
  const part = (title, effect) => `
### ${title}

${row('rule', 'classes', 'when', 'law')}
${row('---', '---', '---', '---')}
${rules.filter((rule) => rule.effect === effect).map((rule) => ruleRow(rule, allClasses)).join('\n')}
`;
  return part('What opens', 'permit') + part('What shuts, whatever opens', 'forbid');
}

function ruleRow({ id, title, why, law, mask, codes, ast }, allClasses) {
  const classes = mask === allClasses ? 'all' : codes.map((code) => `\`${code}\``).join(' ');
  return row(`**${id}**<br>${title}.${why ? ` ${why}` : ''}`, classes, inWords(ast), law);
}
