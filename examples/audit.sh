#!/usr/bin/env bash
# Audits images one after another and prints a line each: what a nightly job wants.
# Usage: audit.sh IMAGE…        (needs jq; FREEDIVE is how freedive is called)
set -u

freedive=${FREEDIVE:-npx --yes freedive}
report=$(mktemp)
log=$(mktemp)
trap 'rm -f "$report" "$log"' EXIT
worst=0
for image; do
	status=0
	timeout --signal TERM 600 $freedive audit "$image" --timeout 540 --retry 2 --format json --log-format json >"$report" 2>"$log" || status=$?
	case $status in
	0 | 1)
		jq -r '.images[0] | [.image.reference, (if .passed then "pass" else "FAIL" end), (.summary | "\(.critical) critical, \(.error) errors, \(.warning) warnings, \(.bytes) bytes")] | @tsv' "$report"
		;;
	*)
		printf '%s\terror\t%s\n' "$image" "$(jq -rs 'map(select(.level == "error").message) | join(" ")' "$log")"
		;;
	esac
	((status > worst)) && worst=$status
done
exit "$worst"
