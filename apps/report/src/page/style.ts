/** The style sheet of the report: light and dark, narrow and wide, screen and paper. */
import { darkSchemeVariables } from '../charts/theme.ts';

const dark = `--page:#15191e;--raised:#1d2329;--text:#e8ecf0;--quiet:#a9b4bf;--line:#343c45;--accent:#6db8f2;--alert:#ffb4ab;--alert-page:#3a1d1b;${darkSchemeVariables}`;

export const style: string = `
:root{color-scheme:light dark;--page:#fff;--raised:#f5f7f9;--text:#1b1f24;--quiet:#565f69;--line:#dde2e7;--accent:#005a8c;--alert:#8c1d18;--alert-page:#fdf0ef}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
main,header,footer{max-width:1040px;margin:0 auto;padding:0 20px}
header{padding-top:36px}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4em}
h2{font-size:1.35rem;line-height:1.3;margin:2.4em 0 .6em;padding-top:.5em;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.6em 0 .5em}
p,li{max-width:72ch}
a{color:var(--accent)}
.quiet{color:var(--quiet)}
.shows{padding-left:1.4em;font-size:1.08rem}
.shows li{margin:.45em 0}
.alert{border-left:4px solid var(--alert);background:var(--alert-page);padding:.6em 1em;margin:1.2em 0}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.3em 1.1em;padding:0}
figure{margin:1.4em 0 2.2em}
figure svg{display:block;height:auto;max-width:100%}
figcaption{color:var(--quiet);font-size:.92rem;max-width:80ch;padding:.3em 14px 0}
.scroll{overflow-x:auto;-webkit-overflow-scrolling:touch}
.scroll:focus-visible{outline:2px solid var(--accent)}
table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);padding:.4em 0}
th,td{padding:.32em .9em .32em 0;text-align:right;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
thead th{border-bottom:2px solid var(--line);vertical-align:bottom}
th:first-child,td:first-child,.left{text-align:left}
thead th{white-space:normal}
tbody th{font-weight:normal}
td.wide{white-space:normal;min-width:13ch;text-align:left}
pre{background:var(--raised);padding:.9em 1.1em;overflow-x:auto;font-size:.88rem;line-height:1.45;border-radius:6px}
code{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25em 1.4em}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere}
.note{color:var(--quiet);font-size:.84rem;max-width:96ch}
summary{cursor:pointer;padding:.3em 0}
footer{padding-top:2em;padding-bottom:3em}
@media (max-width:720px){
 header{padding-top:20px} main,header,footer{padding-left:14px;padding-right:14px} h1{font-size:1.5rem}
 figure svg{max-width:none;width:auto;min-width:min(720px,var(--natural))}
 dl{grid-template-columns:1fr;gap:0} dd{margin-bottom:.5em}
}
@media print{
 :root{color-scheme:light}
 body{font-size:10.5pt} main,header,footer{max-width:none;padding:0}
 figure,table,.alert{break-inside:avoid} h2,h3{break-after:avoid} nav,.download{display:none} .scroll{overflow:visible}
 th,td{white-space:normal}
}
`;
