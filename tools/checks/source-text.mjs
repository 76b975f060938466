/** Source with the insides of comments and string literals blanked, so that checks see code only; lines stay. */

const tokens = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;

export function codeOnly(source) {
  return source.replace(tokens, (token) =>
    token.startsWith('`') ? keepSubstitutions(token) : token.replace(/[^\n]/g, ' '),
  );
}

/** Of a template literal only the `${…}` parts are code. */
function keepSubstitutions(template) {
  let kept = '';
  let depth = 0;
  for (let i = 0; i < template.length; i++) {
    const opens = depth === 0 && template.startsWith('${', i);
    if (opens || (depth > 0 && template[i] === '{')) depth++;
    else if (depth > 0 && template[i] === '}') depth--;
    kept += depth > 0 || template[i] === '\n' ? template[i] : ' ';
  }
  return kept;
}

export function lineAt(source, index) {
  return source.slice(0, index).split('\n').length;
}
