# Turns the sorted lines of gates into a table: number, what, limit, and a column for each project.
# A gate that failed is marked with an exclamation mark.
{
    gate = $1 "\t" $2
    if (!(gate in limit)) { order[++rows] = gate; limit[gate] = $3 }
    if (!($4 in column)) { column[$4] = ++columns; project[columns] = $4 }
    value[gate, column[$4]] = $5 ($6 == "FAIL" ? " !" : "")
    seconds[$1] += $7
}
END {
    printf "%4s  %-38s %-8s", "gate", "measured", "limit"
    for (i = 1; i <= columns; i++) printf " %13s", project[i]
    print ""
    for (row = 1; row <= rows; row++) {
        split(order[row], part, "\t")
        printf "%4s  %-38s %-8s", part[1], part[2], limit[order[row]]
        for (i = 1; i <= columns; i++) printf " %13s", (order[row], i) in value ? value[order[row], i] : "-"
        print ""
    }
    printf "\nseconds by gate, of all projects:"
    for (number = 1; number <= 27; number++) if (number in seconds) printf " %d:%.0f", number, seconds[number]
    print ""
}
