import {RealTerminal} from '../test/helpers/real-terminal.js';
import process from 'node:process';
const file=process.argv[2];
const terminal = new RealTerminal([process.execPath, ...(process.argv[3]?['--cpu-prof','--cpu-prof-dir=/tmp/prof']:[]), '--cpu-prof-interval=300'].filter(x=>process.argv[3]||!x.includes('cpu-prof')).concat(['/work/main/build/freedive.js', file]), {columns:120,rows:40});
await terminal.until(t=>/^>\s+1 /m.test(t),60);
const cursor = (text: string) => text.split('\n').findIndex(line => line.startsWith('>'));
const started0=performance.now();
const out=[];
for(let i=0;terminal.text.split('\n',1)[0].includes('reading layer');i++){
 const before=cursor(terminal.text);const s=performance.now();terminal.type(i%2?'k':'j');await terminal.until(t=>cursor(t)!==before,30);out.push([Math.round(s-started0),Math.round(performance.now()-s)].join(':'));await new Promise(r=>setTimeout(r,20));}
console.log(out.join(' '));
terminal.type('q');await terminal.exited;
