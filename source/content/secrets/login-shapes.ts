import {entropyOf, isPlaceholder, isReference} from './placeholder.js';
import {shapeOf, type SecretShape} from './secret-shape.js';

/** The last letters of the schemes that have logins: http, https, ftp, ssh, git, redis, amqp, postgres, postgresql, mysql, mongodb, mongodb+srv, ldap, smtp, clickhouse and their kin. */
const schemeEnds = 'sphtlbve';

/** Logins that tell themselves by what is around a value. */
export const loginShapes: readonly SecretShape[] = [
	// `~/.docker/config.json`: "user:password" in Base64.
	shapeOf('registry-login', ['"auth"'], /"auth"\s{0,8}:\s{0,8}"(?<value>[\w+\-/=]{8,4000})(?=")/y, value => {
		const [user, ...password] = Buffer.from(value, 'base64').toString('latin1').split(':');
		const login = `${user}${password.join(':')}`;
		return password.length > 0 && /^[\u0020-\u007E]+$/.test(login) && !isPlaceholder(password.join(':')) && !isReference(password.join(':')) ? 'high' : undefined;
	}),
	shapeOf('registry-login', ['"identitytoken"', '"registrytoken"'], /"(?:identity|registry)token"\s{0,8}:\s{0,8}"(?<value>[\w+\-./=]{16,8000})(?=")/y, value => entropyOf(value) < 3 || isPlaceholder(value) ? undefined : 'high'),
	{
		needles: [...schemeEnds].map(letter => ({text: `${letter}://`})),
		find(text, at) {
			const start = at + '?://'.length;
			login.lastIndex = start;
			const {user, value, host} = login.exec(text)?.groups ?? {};
			if (value === undefined || isPlaceholder(value) || isReference(value) || isReference(host) || value === user || templates.test(value) || everybodys.test(value)) {
				return undefined;
			}

			const from = start + user.length + 1;
			// Documentation shows how to write one by names that are nobody's.
			const isExample = /^(?:user(?:name)?|name|login|someone|me|joe|bob|alice|foo)$/i.test(user) && (value.length < 8 || /^(?:pass|secret|pw)/i.test(value));
			const isNobodys = /(?:^|\.)(?:example(?:\.\w+)?|test|invalid|host(?:name)?|server|domain\.tld|(?:my|your|some)[\w-]{0,20}\.\w+)$/i.test(host);
			return isExample || isNobodys
				? {kind: 'url-password', start: from, end: from + value.length, confidence: 'low', isExample: true}
				: {kind: 'url-password', start: from, end: from + value.length, confidence: 'medium'};
		},
	},
];

/** RFC 3986, "authority": what a user's name and password may hold is bounded by what ends them. */
const login = /(?<user>[^\s"#'(),/:<>?@[\\\]`{|}]{0,64}):(?<value>[^\s"#'(),/<>?@[\\\]`|]{3,200})@(?<host>[\w$\-.:[\]{}]{1,255})/y;

/** What servers let everybody in with. */
const everybodys = /(?:^|:)(?:anon(?:ymous|cvs|ftp|svn)?|guest|public)$/i;

/** Formats of programs stand in place of values. */
const templates = /^(?:%\w|\{|:)|[{}]|%s/;
