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
	# 0 and 1 are an answer only where freedive wrote a report: what can't be run ends with 1 or 127, too.
	if ((status < 2)) && [[ $(jq -r '.schema?' "$report" 2>/dev/null) != freedive/audit/1 ]]; then
		status=2
	fi
	case $status in
	0 | 1)
		jq -r '.images[0] | [.image.reference, (if .passed then "pass" else "FAIL" end), (.summary | "\(.critical) critical, \(.error) errors, \(.warning) warnings, \(.bytes) bytes")] | @tsv' "$report"
		;;
	*)
		reason=$(jq -Rrn '[inputs | fromjson? | select(.level? == "error").message] | join(" ")' "$log")
		[[ -n $reason || -s $report ]] || reason="freedive could not be run: $(tail -n 1 "$log" | tr '\t' ' ')"
		printf '%s\terror\t%s\n' "$image" "${reason:-it could not be read whole}"
		;;
	esac
	((status > worst)) && worst=$status
done
exit "$worst"
