/** What a page does with script: findings are searched and filtered. Without it all of them are there, and the fields are not. */
export const pageScript = `
for (const form of document.querySelectorAll('form.filters')) {
	const card = form.closest('section');
	const groups = [...card.querySelectorAll('details.rule')].map(group => ({group, open: group.open, items: [...group.querySelectorAll('li')].map(item => ({item, text: (group.querySelector('summary').textContent + ' ' + item.textContent).toLowerCase()}))}));
	const search = form.querySelector('input[type=search]');
	const boxes = [...form.querySelectorAll('input[type=checkbox]')];
	const count = form.querySelector('output');
	const filter = () => {
		const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
		const severities = new Set(boxes.filter(box => box.checked && box.name === 'severity').map(box => box.value));
		const onlyFailing = boxes.some(box => box.checked && box.name === 'fails');
		let shown = 0;
		for (const {group, open, items} of groups) {
			let some = false;
			for (const {item, text} of items) {
				const matches = severities.has(item.dataset.severity) && (!onlyFailing || item.classList.contains('fails')) && words.every(word => text.includes(word));
				item.hidden = !matches;
				some ||= matches;
				shown += matches ? 1 : 0;
			}
			group.hidden = !some;
			group.open = words.length > 0 ? some : open;
		}
		count.textContent = shown + (shown === 1 ? ' finding' : ' findings') + ' shown';
	};
	form.addEventListener('submit', event => event.preventDefault());
	form.addEventListener('input', filter);
	form.hidden = false;
	filter();
}
`;
