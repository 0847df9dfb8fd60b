/** A folder that a package manager keeps for itself, and that an image has no use for. */
export type PackageCache = {
	/** Part of ids. */
	id: string;
	/** Whose it is, for people. */
	name: string;
	/** Whether the packages are those of the system, or of a language. */
	of: 'system' | 'language';
	/** The path of the folder, or of the folder in whichever home. */
	folder: RegExp;
	/** What a RUN ends with so that nothing of it is stored. */
	cleanup: string;
	/** The folder that a cache mount takes the place of. */
	mount: string;
};

/** Homes as images have them. */
const home = String.raw`(?:/root|/home/[^/]+)`;

/** Which folder is whose. The first that fits a path is taken. */
export const packageCaches: readonly PackageCache[] = [
	{id: 'apt-lists', name: 'apt\'s package lists', of: 'system', folder: /^\/var\/lib\/apt\/lists(?=\/|$)/, cleanup: 'rm -rf /var/lib/apt/lists/*', mount: '/var/lib/apt'},
	{id: 'apt', name: 'apt\'s cache', of: 'system', folder: /^\/var\/cache\/apt(?=\/|$)/, cleanup: 'apt-get clean', mount: '/var/cache/apt'},
	{id: 'apk', name: 'apk\'s cache', of: 'system', folder: /^(?:\/var\/cache\/apk|\/etc\/apk\/cache)(?=\/|$)/, cleanup: 'rm -rf /var/cache/apk/*', mount: '/var/cache/apk'},
	{id: 'dnf', name: 'dnf\'s cache', of: 'system', folder: /^\/var\/cache\/(?:lib)?dnf5?(?=\/|$)/, cleanup: 'dnf clean all', mount: '/var/cache/dnf'},
	{id: 'yum', name: 'yum\'s cache', of: 'system', folder: /^\/var\/cache\/yum(?=\/|$)/, cleanup: 'yum clean all', mount: '/var/cache/yum'},
	{id: 'zypper', name: 'zypper\'s cache', of: 'system', folder: /^\/var\/cache\/zypp(?=\/|$)/, cleanup: 'zypper clean --all', mount: '/var/cache/zypp'},
	{id: 'pacman', name: 'pacman\'s cache', of: 'system', folder: /^\/var\/cache\/pacman(?=\/|$)/, cleanup: 'pacman -Scc --noconfirm', mount: '/var/cache/pacman'},
	{id: 'pip', name: 'pip\'s cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.cache/pip(?=/|$)`), cleanup: 'rm -rf ~/.cache/pip', mount: '/root/.cache/pip'},
	{id: 'uv', name: 'uv\'s cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.cache/uv(?=/|$)`), cleanup: 'rm -rf ~/.cache/uv', mount: '/root/.cache/uv'},
	{id: 'poetry', name: 'Poetry\'s cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.cache/pypoetry(?=/|$)`), cleanup: 'rm -rf ~/.cache/pypoetry', mount: '/root/.cache/pypoetry'},
	{id: 'conda', name: 'conda\'s package cache', of: 'language', folder: /^(?:\/opt|\/usr\/local|\/root|\/home\/[^/]+)\/(?:(?:ana|mini)?conda|miniforge|mambaforge|micromamba)\d?\/pkgs(?=\/|$)/, cleanup: 'conda clean -afy', mount: '/opt/conda/pkgs'},
	{id: 'npm', name: 'npm\'s cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.npm(?=/|$)`), cleanup: 'npm cache clean --force', mount: '/root/.npm'},
	{id: 'yarn', name: 'Yarn\'s cache', of: 'language', folder: new RegExp(String.raw`^(?:/usr/local/share/\.cache/yarn|${home}/\.(?:cache/yarn|yarn/berry/cache))(?=/|$)`), cleanup: 'yarn cache clean', mount: '/usr/local/share/.cache/yarn'},
	{id: 'pnpm', name: 'pnpm\'s store', of: 'language', folder: new RegExp(String.raw`^${home}/\.(?:local/share/pnpm/store|pnpm-store|cache/pnpm)(?=/|$)`), cleanup: 'pnpm store prune', mount: '/root/.local/share/pnpm/store'},
	{id: 'go-build', name: 'Go\'s build cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.cache/go-build(?=/|$)`), cleanup: 'go clean -cache', mount: '/root/.cache/go-build'},
	{id: 'go-mod', name: 'Go\'s module cache', of: 'language', folder: new RegExp(String.raw`^(?:/go|${home}/go)/pkg/mod(?=/|$)`), cleanup: 'go clean -modcache', mount: '/go/pkg/mod'},
	{id: 'cargo', name: 'Cargo\'s registry', of: 'language', folder: new RegExp(String.raw`^(?:/usr/local/cargo|${home}/\.cargo)/(?:registry|git)(?=/|$)`), cleanup: 'rm -rf ~/.cargo/registry ~/.cargo/git', mount: '/usr/local/cargo/registry'},
	{id: 'maven', name: 'Maven\'s repository', of: 'language', folder: new RegExp(String.raw`^${home}/\.m2/repository(?=/|$)`), cleanup: 'rm -rf ~/.m2/repository', mount: '/root/.m2'},
	{id: 'gradle', name: 'Gradle\'s caches', of: 'language', folder: new RegExp(String.raw`^${home}/\.gradle/(?:caches|wrapper)(?=/|$)`), cleanup: 'rm -rf ~/.gradle', mount: '/root/.gradle'},
	{id: 'composer', name: 'Composer\'s cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.(?:composer/cache|cache/composer)(?=/|$)`), cleanup: 'composer clear-cache', mount: '/root/.composer/cache'},
	{id: 'bundler', name: 'RubyGems\' cache', of: 'language', folder: /^\/(?:usr\/(?:local\/)?(?:lib\/ruby\/gems\/[^/]+|bundle)|var\/lib\/gems\/[^/]+)\/cache(?=\/|$)/, cleanup: 'rm -rf "$(gem env gemdir)"/cache/*', mount: '/usr/local/bundle/cache'},
	{id: 'nuget', name: 'NuGet\'s packages', of: 'language', folder: new RegExp(String.raw`^${home}/\.nuget/packages(?=/|$)`), cleanup: 'dotnet nuget locals all --clear', mount: '/root/.nuget/packages'},
	{id: 'huggingface', name: 'Hugging Face\'s cache', of: 'language', folder: new RegExp(String.raw`^${home}/\.cache/huggingface(?=/|$)`), cleanup: 'rm -rf ~/.cache/huggingface', mount: '/root/.cache/huggingface'},
	{id: 'bazel', name: 'Bazel\'s output', of: 'language', folder: new RegExp(String.raw`^${home}/\.cache/bazel(?=/|$)`), cleanup: 'rm -rf ~/.cache/bazel', mount: '/root/.cache/bazel'},
];
