/**
 * The page's only script: offers the embedded data as a download. Without JavaScript the link stays hidden; nothing
 * else depends on it.
 */
export const script: string = `
const link = document.getElementById('download');
const data = document.getElementById('report-data').textContent;
link.href = URL.createObjectURL(new Blob([data], { type: 'application/json' }));
link.parentElement.hidden = false;
`;
