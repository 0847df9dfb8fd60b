/**
What a thread tells of the regular expression that it runs, in a memory that is read from outside: it can't answer meanwhile.

- turn: odd while one runs, and another number for each run.
- content: the content that it is at.
*/
export const watchPlace = {turn: 0, content: 1} as const;
