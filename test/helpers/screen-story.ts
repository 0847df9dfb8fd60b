/** Three layers with a bit of everything that the screen tells: see `drawnLayers`. */
export const screenStory = `
d /etc
+ /etc/passwd 1000
d /usr
d /usr/lib
+ /usr/lib/libbig.so 9000000
l /usr/lib/libbig.so.1 -> libbig.so
+ /usr/lib/libsmall.so 20000 0755 1000:1000
d /var
d /var/cache
+ /var/cache/list 500000
--
+ /usr/lib/libbig.so 9000000 1000:1000
- /etc/passwd
- /var/cache
--
+ /srv/名前.txt 20
h /srv/linked => /srv/名前.txt
`;
