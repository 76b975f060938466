import { claimUnits, measureClaim } from '@collapse-lab/theory';
const only = process.argv[2].split(',').map(Number); const scale = Number(process.argv[3] ?? 1); const full = process.argv[4]==='full';
const cpu=()=>{const{user,system}=process.cpuUsage();return(user+system)/1e6};
for (const { id, sampler, cost } of claimUnits({ only, scale, full })) { const a=cpu(); const r=measureClaim(id,{sampler,scale,full}); const s=cpu()-a;
 console.log(id, sampler, r.holds?'holds':'FAILS', s.toFixed(2)+'s', 'est', cost.toFixed(2));
 for (const c of r.checks) console.log('   ', c.holds?' ':'X', c.what, c.expected.toPrecision(5), c.measured.toPrecision(5), c.z.toFixed(2), 'skew', c.skewness?.toFixed(3)); }
