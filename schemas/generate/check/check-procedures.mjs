const ROLES = ['officer', 'data-protection-officer'];
const ascending = (hours) => hours.every((hour, place) => Number.isInteger(hour) && hour > (place === 0 ? 0 : hours[place - 1]));

/** Procedures of approval: whoever may answer exists, and reminder, escalation and expiry come in that order of sense. */
export function checkProcedures({ procedures }) {
  const repeated = procedures.map(({ code }) => code).filter((code, place, all) => all.indexOf(code) !== place);
  return [
    ...repeated.map((code) => `procedures.json: ${code} stands twice`),
    ...procedures.flatMap((procedure) => problemsOf(procedure).map((problem) => `procedures.json: ${procedure.code ?? 'a procedure'} ${problem}`)),
  ];
}

function problemsOf({ code, title, law, asks, answers, officers, delegation, remindsAfter, escalatesAfter, escalatesTo, expiresAfter }) {
  return [
    ...(/^[a-z]+(?:-[a-z]+)*$/u.test(code ?? '') && title && law ? [] : ['needs a code of words with hyphens, a title and a law']),
    ...(ROLES.includes(asks) && ROLES.includes(answers) ? [] : [`is asked and answered by one of ${ROLES.join(', ')}`]),
    ...([1, 2, 3].includes(officers) ? [] : ['is agreed to by 1 to 3 officers']),
    ...(typeof delegation === 'boolean' ? [] : ['says whether the answer may be delegated']),
    ...(ascending([...remindsAfter, expiresAfter]) ? [] : ['reminds in ascending whole hours, the last of them before it expires']),
    ...((escalatesAfter === null) === (escalatesTo === null) ? [] : ['escalates after some hours and to somebody, or not at all']),
    ...(escalatesAfter === null || (ascending([escalatesAfter, expiresAfter]) && ROLES.includes(escalatesTo)) ? [] : ['escalates before it expires, and to a role that there is']),
  ];
}
