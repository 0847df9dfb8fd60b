/** An image with texts and names to search for, one of them deleted: as `buildImage` takes it, with more files of its first layer, a line each. */
export function searchedStory(more: readonly string[]): string {
	return `
		ADD rootfs.tar /
		  etc/
		  etc/passwd = root:x:0:0:root
		  etc/secret = the Password is mellon
		  usr/lib/libbig.so.1 * 90000
		  usr/lib/libsmall.so * 2000
		  ${more.join('\n\t\t  ')}
		RUN rm /etc/secret
		  etc/.wh.secret
	`;
}
